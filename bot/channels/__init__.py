"""Connectors, one folder or file each: its traits as `TRAITS`, its making as `connect(link)`."""
