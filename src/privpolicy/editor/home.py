"""Which policy a file belongs to."""

import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from privpolicy.loading.discover import LARGEST, is_policy_file
from privpolicy.loading.settings import SECTIONS, SettingsError, policy_named

_HEADER = re.compile(r"""^(?:policy|"policy"|'policy')[ \t]*:""", re.MULTILINE)
_MOST_LEVELS = 12
"""How far up a header is looked for where no workspace and no repository says where to stop."""

Unsaved = Callable[[Path], str | None]
"""Returns the text of a file that is open, as it stands there."""


def policy_of(file: Path, unsaved: Unsaved, opened: Collection[Path], workspaces: Collection[Path]) -> Path | None:
    """Return the folder or file of the policy that a file is part of; ``None`` where it is part of none.

    The nearest settings that name a policy around the file say which; without any it is the nearest folder upwards
    with a ``policy:`` section in one of its files. A folder with several of these holds policies of one file each.
    Policy tests are part of no policy.
    """
    if not is_policy_file(file.name):
        return None
    root = _configured(file) or _with_header(file, unsaved, opened, workspaces)
    if root is None or root == file:
        return root
    return None if "tests" in file.relative_to(root).parts[:-1] else root


def has_header(text: str) -> bool:
    """Tell whether a text has a ``policy:`` section."""
    return _HEADER.search(text) is not None


def _configured(file: Path) -> Path | None:
    for folder in file.parents:
        for name in SECTIONS:
            policy = _named(folder / name)
            if policy is not None:
                root = Path(os.path.normpath(policy))
                if file.is_relative_to(root):
                    return root
    return None


def _named(settings: Path) -> Path | None:
    """Return the policy that a file of settings names; one that is being written may be wrong for a while."""
    try:
        return policy_named(settings)
    except SettingsError:
        return None


def _with_header(file: Path, unsaved: Unsaved, opened: Collection[Path], workspaces: Collection[Path]) -> Path | None:
    for level, folder in enumerate(file.parents):
        headers = set(_headers(folder, unsaved, opened))
        if file in headers and len(headers) > 1:
            return file
        if headers:
            return folder
        if level == _MOST_LEVELS or folder in workspaces or (not workspaces and (folder / ".git").exists()):
            return None
    return None


def _headers(folder: Path, unsaved: Unsaved, opened: Collection[Path]) -> Iterator[Path]:
    """Yield the files right in a folder that have a ``policy:`` section."""
    try:
        saved = {folder / entry.name for entry in os.scandir(folder) if entry.is_file()}
    except OSError:
        saved = set()
    for file in saved | {one for one in opened if one.parent == folder}:
        if is_policy_file(file.name):
            text = unsaved(file)
            if has_header(_saved(file) if text is None else text):
                yield file


def _saved(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            return ""
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
