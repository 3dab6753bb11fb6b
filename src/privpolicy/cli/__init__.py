"""The command line: one module a command; what a command is asked, by whom, and how its answer gets out."""
