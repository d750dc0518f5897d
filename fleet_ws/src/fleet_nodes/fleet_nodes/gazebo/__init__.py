"""Gazebo 11 from outside: its transport, what its messages say, and how its vehicles are driven."""
