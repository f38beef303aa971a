"""The desk's report: how customers were served in a time, in figures, drawings and tables."""
