"""What the pages say and do."""
