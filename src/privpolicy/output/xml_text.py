"""Text as XML may hold it."""

import re

# XML 1.0, 2.2 (Char): what is not in it may not be written in any form.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Put the sign for an unknown character in the place of each that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)
