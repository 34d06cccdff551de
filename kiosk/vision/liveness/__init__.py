"""One small module for each measure of presentation attack detection (ISO/IEC 30107-3), and what runs them in order."""
