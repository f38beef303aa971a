"""A walk over every page there is: which pages, how each is reached, and what is asked of it."""
