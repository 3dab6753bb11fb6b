"""Which policy is meant, and reading it."""

import os
import sys
from pathlib import Path

from privpolicy import api
from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import complain, look, say
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.engine.policy import Policy
from privpolicy.loading.load import Loaded
from privpolicy.output.diagnostic_text import count_text, diagnostics_text
from privpolicy.output.json_v1 import one_line, policy_error_json
from privpolicy.saved.errors import SavedPolicyError
from privpolicy.saved.file import is_saved

_HINT = (
    'write `privpolicy … POLICY`, or name it with `policy = "policies/…"` in privpolicy.toml, '
    "or in pyproject.toml under `[tool.privpolicy]`"
)

_OPENS = (
    "write `privpolicy check FILE --digest sha256:…` as `privpolicy save` printed it; other commands need the sources"
)


def find_policy(named: str | None) -> Path:
    """Return the policy that was named, else that of the nearest settings that name one, else the one in ``policies/``.

    That folder is looked for here, and in the project around: where the nearest pyproject.toml is. Raises
    :class:`Fault` when none of these says which, or settings cannot be read.
    """
    if named is not None:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (configured := _configured(folder)) is not None:
            return _from(here, configured)
        if (folder / "pyproject.toml").is_file():
            for one in (here, folder):
                if (one / "policies").is_dir():
                    return _only_policy(_from(here, one / "policies"))
    if (here / "policies").is_dir():
        return _only_policy(Path("policies"))
    raise Fault("which policy? none is named, and there is no folder `policies` here", _HINT)


def read_policy(named: str | None, *, as_json: bool = False, law: api.Law = "named") -> tuple[Policy, Loaded] | None:
    """Read a policy; when it has errors, say them and return ``None``."""
    path = find_policy(named)
    if is_saved(path):
        raise Fault(f"`{path}` is a saved policy: it opens with its digest", _OPENS)
    loaded = _inspect_revision(str(path)) if ":" in str(path) and not path.exists() else api.inspect(path)
    try:
        return api.compiled(loaded, law=law), loaded
    except PolicyError as error:
        if as_json:
            say(one_line(policy_error_json(error)))
            return None
        screen = look(sys.stderr, wrapped=False)
        complain(diagnostics_text(error.diagnostics, loaded.sources, screen))
        if loaded.looked:
            complain(count_text(error.diagnostics, len(loaded.files), screen))
        return None


def reopen_policy(named: str | None, digest: str, *, law: api.Law = "named") -> Policy:
    """Open a saved policy; raises :class:`Fault` where it is not the one whose digest was named."""
    try:
        return api.reopen(find_policy(named), digest, law=law)
    except SavedPolicyError as error:
        raise Fault(error.message, error.advice) from None


def _inspect_revision(named: str) -> Loaded:
    """Read ``REVISION:PATH``, so that what `diff` shows of a revision can be asked of it."""
    from privpolicy.diff.errors import DiffError  # noqa: PLC0415  # only where there is no such path
    from privpolicy.diff.which import revision_source  # noqa: PLC0415

    try:
        source = revision_source(named)
    except DiffError as error:
        raise Fault(error.message, error.advice) from None
    return api.inspect(source.path, access=source.access)


def _configured(folder: Path) -> Path | None:
    """Return the policy that the settings of a folder name."""
    from privpolicy.loading.settings import SECTIONS, SettingsError, policy_named  # noqa: PLC0415  # only where no policy is named

    for name in SECTIONS:
        # A link to nowhere or a file out of reach is an error: settings are never passed over.
        if os.path.lexists(folder / name):
            try:
                named = policy_named(folder / name)
            except SettingsError as error:
                raise Fault(str(error), error.advice or "or name the policy on the command line") from None
            if named is not None:
                return named
    return None


def _from(here: Path, path: Path) -> Path:
    """Return a path as short as a user standing here would type it."""
    return path.relative_to(here) if path.is_relative_to(here) else path


def _only_policy(folder: Path) -> Path:
    """Return the folder when it is a policy itself, else the only policy in it."""
    if any(_holds_policy_files(folder)):
        return folder
    below = sorted(one for one in folder.iterdir() if one.is_dir() and any(one.rglob("*.y*ml")))
    if len(below) == 1:
        return below[0]
    if below:
        names = ", ".join(f"`{one}`" for one in below)
        raise Fault(f"which policy? `{folder}` holds several: {names}", _HINT)
    raise Fault(f"which policy? `{folder}` holds none", "`privpolicy init` writes one to start from")


def _holds_policy_files(folder: Path) -> list[Path]:
    return [one for ending in ("*.yaml", "*.yml") for one in folder.glob(ending)]
