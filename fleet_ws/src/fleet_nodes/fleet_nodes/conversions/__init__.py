"""Messages to model objects and back. What comes from outside is checked here and nowhere else."""
