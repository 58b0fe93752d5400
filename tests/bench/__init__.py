"""Measurements: each file has a `main()` that prints its figures, as ratios to a floor of the same run."""
