"""What it costs the dispatcher to hear a large fleet, and whether it loses anybody."""
