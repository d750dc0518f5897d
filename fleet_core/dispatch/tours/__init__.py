"""Tours of several orders for each vehicle, planned ahead."""
