"""``python -m privpolicy``."""

from privpolicy.cli.main import program

if __name__ == "__main__":
    program()
