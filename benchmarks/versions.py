"""What was measured with what."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version


def version_of(distribution: str) -> str:
    """Return the version of an installed package."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def machine() -> str:
    """Return the interpreter and the machine in a few words."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores of which one is used"


def load_average() -> float:
    """Return how many processes wanted a processor over the last minute; zero where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def today() -> str:
    return datetime.now(UTC).date().isoformat()
