"""How well encounters are warned of: all dangers in time, and few that are none."""
