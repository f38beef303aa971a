"""Other ways to match intents, each run by the Python of its own environment."""
