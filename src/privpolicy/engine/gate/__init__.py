"""What the gate asks of a policy before it is compiled, one module a subject."""
