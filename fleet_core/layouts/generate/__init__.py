"""Plants drawn by rule: the project's own two, and grids of any size for scaling."""
