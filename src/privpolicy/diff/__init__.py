"""What became of a policy: what was declared otherwise, what it means, and which duties that brings about."""
