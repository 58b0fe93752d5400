"""Tests mirror `app/`. A test's name is a sentence about the product."""
