"""A branch on a desk: the kiosk, the real central service on loopback, and a simulated world before the devices."""
