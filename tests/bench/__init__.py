"""Measurements: each file here has a `main()` that prints its figures, as ratios to a floor of the same run."""
