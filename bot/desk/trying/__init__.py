"""The desk's page on which a sentence is tried: what the bot would say to it, and why."""
