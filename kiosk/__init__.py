"""Branch Kiosk: the self-service terminal of a contactless bank branch."""

__version__ = "0.1.0"
