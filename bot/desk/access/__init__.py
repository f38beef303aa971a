"""Who comes in at the desk, and what people did there."""
