"""The desk's calendar: the hours as they really are, what is said at a moment, and the editing of both."""
