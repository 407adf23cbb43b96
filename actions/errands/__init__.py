"""What customers come for: one errand a module."""
