"""Who may go where and when: ways are planned, held and released, so that nothing touches."""
