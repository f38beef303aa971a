"""The desk's editor of replies."""
