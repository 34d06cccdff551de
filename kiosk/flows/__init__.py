"""Journeys: pure step functions. No Qt, no clock, no input or output, no threads."""
