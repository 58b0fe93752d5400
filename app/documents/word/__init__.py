"""Word files: their package, how their paragraphs are read, and how ours are written."""
