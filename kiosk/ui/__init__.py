"""Everything that imports PySide6: the stage, its screens and controls. Words come in, acts of the customer go out."""
