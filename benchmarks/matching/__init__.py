"""The intent matcher measured: its accuracy, the worth of its confidence, its cost; beside its peers."""
