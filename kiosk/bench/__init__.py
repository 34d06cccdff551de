"""Measurements of this machine, each beside a peer that was measured in the same run (`kiosk bench NAME`)."""
