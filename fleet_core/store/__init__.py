"""What must survive a crash: orders, transitions, messages, loads, missions, the traffic plan."""
