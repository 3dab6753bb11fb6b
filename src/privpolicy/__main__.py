"""``python -m privpolicy``."""

import sys

from privpolicy.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
