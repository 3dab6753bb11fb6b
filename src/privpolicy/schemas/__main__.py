"""Write the schemas into a folder: ``python -m privpolicy.schemas schemas/``."""

import sys
from pathlib import Path

from privpolicy.schemas.write import SCHEMAS, rendered


def main(arguments: list[str]) -> int:
    """Write one file a schema; return 2 when no folder is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m privpolicy.schemas FOLDER\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in SCHEMAS.items():
        (folder / name).write_text(rendered(schema()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
