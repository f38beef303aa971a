"""Teaching: what went unanswered, what a change would alter, and the files as they would be."""
