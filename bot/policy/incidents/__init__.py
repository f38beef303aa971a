"""Incidents: which messages belong to one, what its customers are told, and how a burst is known."""
