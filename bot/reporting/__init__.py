"""How well customers were served in some days: figures, each with what it means, counted from stored rows."""
