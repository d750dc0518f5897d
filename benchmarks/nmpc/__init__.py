"""One solve of the local planner."""
