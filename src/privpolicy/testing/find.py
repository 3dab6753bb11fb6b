"""Files of policy tests: which belong to a policy, and which policy a file belongs to."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from privpolicy.loading.discover import LARGEST, is_policy_file

ENDINGS = (".policytest.yaml", ".policytest.yml")
TESTS = "tests"
"""The folders that are no part of a policy, and hold its tests."""
_HEADER = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:policy|"policy"|'policy')[ \t]*:""", re.MULTILINE)
_MOST_LEVELS = 12


def is_test_file(name: str) -> bool:
    """Tell whether a file of this name holds policy tests."""
    return name.endswith(ENDINGS)


def files_of(policy: Path) -> tuple[Path, ...]:
    """Return the files of tests of a policy: all below its folder; of a single file, those beside it and in ``tests``.

    They come in the order of their paths.
    """
    if policy.is_dir():
        return files_below(policy)
    beside = [one for one in _entries(policy.parent) if is_test_file(one.name) and one.is_file()]
    return tuple(sorted((*beside, *files_below(policy.parent / TESTS))))


def files_below(folder: Path) -> tuple[Path, ...]:
    """Return every file of tests below a folder, in the order of their paths."""
    return tuple(
        sorted(Path(where, name) for where, _, names in os.walk(folder) for name in names if is_test_file(name))
    )


def policies_of(file: Path) -> tuple[Path, ...]:
    """Return the policy that a file of tests lies beside or below; none where there is none, several where it is open.

    It is the nearest folder upwards with a section ``policy`` in one of its files. A folder with several of these holds
    policies of one file each.
    """
    start = Path(os.path.abspath(file)).parent  # noqa: PTH100  # links are not followed: a user sees the path typed
    for level, folder in enumerate((start, *start.parents)):
        headers = sorted(_headers(_entries(folder)))
        if headers:
            return (_as_typed(folder, file),) if len(headers) == 1 else tuple(_as_typed(one, file) for one in headers)
        if level == _MOST_LEVELS or (folder / ".git").exists():
            break
    return ()


def _as_typed(path: Path, file: Path) -> Path:
    """Return a path relative to where its user stands, unless the file was named by a whole path."""
    here = Path.cwd()
    return path.relative_to(here) if not file.is_absolute() and path.is_relative_to(here) else path


def _entries(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()


def _headers(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        try:
            readable = is_policy_file(file.name) and file.is_file() and file.stat().st_size <= LARGEST
            if readable and _HEADER.search(file.read_bytes()):
                yield file
        except OSError:
            continue
