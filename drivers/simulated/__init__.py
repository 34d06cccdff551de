"""A whole branch on a desk: the ports of the kiosk, driven by one picture of the world."""
