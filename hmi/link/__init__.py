"""How the window meets the fleet: over ROS, or in the same process."""
