"""The reference central service: appointments, check-ins, the kiosks' evidence and their desired state."""
