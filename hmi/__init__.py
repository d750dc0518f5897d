"""The dispatcher's window: one state store, views that draw it, commands that change it."""
