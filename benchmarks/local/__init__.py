"""Published methods of local planning, to compare ours with."""
