"""What the window shows, without Qt: the store, selection, sorting, derived words and numbers."""
