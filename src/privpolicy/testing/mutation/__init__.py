"""What of a policy could change and no test would notice."""
