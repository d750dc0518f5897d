"""Plans on roadmaps, on published problems."""
