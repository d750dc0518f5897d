"""From a decision to vehicle commands: the life of orders and released routes."""
