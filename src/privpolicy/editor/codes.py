"""Every code that a comment may take back."""

from functools import lru_cache

from privpolicy.lint.catalogue import Catalogue, catalogue
from privpolicy.lint.errors import LintError


@lru_cache(maxsize=1)
def codes() -> Catalogue:
    """Return the codes of all checks that are installed; without those of other packages where one is broken."""
    try:
        return catalogue()
    except LintError:
        return catalogue(plugins=False)
