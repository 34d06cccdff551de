"""What `kiosk vision` does: the kiosk's own eyes on pictures from files."""
