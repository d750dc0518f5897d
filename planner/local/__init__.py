"""Local planning: smooth, safe motion of each vehicle along its released way."""
