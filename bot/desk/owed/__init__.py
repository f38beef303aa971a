"""The desk's page of promises: due, late, kept and broken."""
