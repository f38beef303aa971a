"""The desk's pages of what went unanswered: the groups, teaching one, a person's draft and its preview."""
