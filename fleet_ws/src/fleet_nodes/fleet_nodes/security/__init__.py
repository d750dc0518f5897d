"""Who may say what on the graph, and the keys that prove who somebody is (SROS 2)."""
