"""How well the matcher reads: labelled sentences put to it, and what came of them in figures and mistakes."""
