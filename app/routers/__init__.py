"""HTTP in, HTML out: each route is take, tell, show. One noun a file, with its routes in `router`."""
