"""The pages that lead from an empty folder to a brand that answers; the last step writes, no other does."""
