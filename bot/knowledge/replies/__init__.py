"""Replies: read from .j2 files, compiled to nodes of our own, chosen and said."""
