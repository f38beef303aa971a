"""Invented weekends: who writes, when, and in which words; drawn from a seed, with no customer's data."""
