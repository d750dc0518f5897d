"""Sub-commands of ``fleet`` that need neither ROS nor Qt."""
