"""The composition root: the one room that knows both a port and its driver."""
