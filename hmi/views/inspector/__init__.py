"""The right-hand side: everything about what is selected."""
