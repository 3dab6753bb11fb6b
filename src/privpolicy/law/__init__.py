"""The law that decisions rest on: data, and what it says to the engine."""
