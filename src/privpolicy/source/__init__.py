"""Where things are written: text, spans and paths. Standard library only."""
