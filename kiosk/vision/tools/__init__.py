"""The commands `kiosk vision ...`: what the kiosk sees, on files instead of cameras."""
