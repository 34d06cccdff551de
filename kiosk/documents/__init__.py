"""What identity documents say and what proves it, whatever reads them: no pixels, no devices."""
