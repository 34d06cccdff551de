"""Words everyone may use; the standard library only."""
