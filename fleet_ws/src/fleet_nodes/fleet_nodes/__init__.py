"""ROS 2 nodes: each turns messages into calls of fleet_core and the answers back."""
