"""Many vehicles on one roadmap: cooperative planning and the order of passing."""
