"""Which policy is meant, and reading it."""

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

_HINT = 'write `privpolicy … POLICY`, or name it in pyproject.toml: `[tool.privpolicy]` with `policy = "policies/…"`'


def find_policy(named: str | None) -> Path:
    """Return the policy that was named, else the one of the nearest pyproject.toml, else the one in ``policies/``.

    Raises :class:`Fault` when none of these says which.
    """
    if named is not None:
        return Path(named)
    here = Path.cwd()
    project = next((folder for folder in (here, *here.parents) if (folder / "pyproject.toml").is_file()), None)
    configured = _configured(project / "pyproject.toml") if project is not None else None
    if project is not None and configured is not None:
        return _from(here, project / configured)
    for folder in dict.fromkeys((here, project or here)):
        if (folder / "policies").is_dir():
            return _only_policy(_from(here, folder / "policies"))
    raise Fault("which policy? none is named, and there is no folder `policies` here", _HINT)


def read_policy(named: str | None, *, as_json: bool = False, law: api.Law = "named") -> tuple[Policy, Loaded] | None:
    """Read a policy; when it has errors, say them and return ``None``."""
    path = find_policy(named)
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


def _inspect_revision(named: str) -> Loaded:
    """Read ``REVISION:PATH``, so that what `diff` shows of a revision can be asked of it."""
    from privpolicy.diff.errors import DiffError  # noqa: PLC0415  # only where there is no such path
    from privpolicy.diff.which import revision_source  # noqa: PLC0415

    try:
        source = revision_source(named)
    except DiffError as error:
        raise Fault(error.message, error.advice) from None
    return api.inspect(source.path, access=source.access)


def _configured(file: Path) -> str | None:
    import tomllib  # noqa: PLC0415  # only where no policy is named

    try:
        with file.open("rb") as stream:
            written = tomllib.load(stream)
    except (OSError, ValueError) as error:
        raise Fault(f"`{file}` cannot be read: {error}", "name the policy on the command line") from None
    tool = written.get("tool")
    section = tool.get("privpolicy") if isinstance(tool, dict) else None
    policy = section.get("policy") if isinstance(section, dict) else None
    if policy is not None and not isinstance(policy, str):
        raise Fault(f"`policy` under `[tool.privpolicy]` of `{file}` is no text", "write the path of a policy")
    return policy


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
