"""Several vehicles planned at once on a roadmap: found, or proven to be impossible."""
