"""What the installed package says of itself: its version and where it lives."""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, metadata


@lru_cache(maxsize=1)
def version() -> str | None:
    """Return the version; ``None`` for a copy of the sources that was never installed."""
    try:
        return metadata("privpolicy")["Version"]
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def addresses() -> dict[str, str]:
    """Return the addresses that the package names, by label in lower case: ``homepage``, ``documentation``."""
    try:
        written = metadata("privpolicy").get_all("Project-URL") or []
    except PackageNotFoundError:
        return {}
    pairs = (entry.partition(",") for entry in written)
    return {label.strip().lower(): address.strip() for label, _, address in pairs}
