"""What the office does, one file per activity. No Flask here, and nobody here commits."""
