"""The fleet's own logic: no ROS, no Qt, no sockets."""
