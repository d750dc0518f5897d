"""The parts of the ``fleet`` command that need ROS. Heavy modules are imported inside functions."""
