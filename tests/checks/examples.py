"""Fragments of policies to whole ones: what an example uses and does not declare is declared for it."""

from pathlib import Path
from typing import Any

from privpolicy.api import inspect
from privpolicy.engine.vocabulary import BUILT_IN_EVENTS, BUILT_IN_FACTS, BUILT_IN_RECIPIENTS
from privpolicy.lint.check import Check
from privpolicy.lint.examined import Examined
from privpolicy.lint.run import examine, run
from privpolicy.loading.load import Loaded
from privpolicy.model.moment import read_moment
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

HEADER = "policy: {language: 1, id: example, law: [eu-gdpr]}\n"
_WORDS = frozenset({"any", "all", "not", "consent", "legal-basis"})


def rest_of(text: str) -> str:
    """Return what a fragment uses and does not declare, as a second file beside it."""
    root = parse(text.encode(), "example.yaml").root
    assert root is not None, text
    written = plain(root)
    assert isinstance(written, dict)
    lines = [] if "policy" in written else [HEADER.rstrip()]
    used = _used(written)
    for section, form in _FORMS.items():
        missing = sorted(_with_parents(used[section], section) - set(written.get(section) or ()))
        if missing:
            lines += [f"{section}:", *(f"  {name}: {form}" for name in missing)]
    return "\n".join(lines) + "\n"


_FORMS = {
    "purposes": "{}",
    "data-categories": "{}",
    "data-subjects": "{}",
    "recipients": "{role: third-party, country: FR}",
    "events": "{}",
    "facts": "{type: boolean}",
    "safeguards": "{}",
    "activities": "{purposes: [other], legal-basis: contract, data-subjects: [other], data: [other]}",
}


def _used(written: dict[str, Any]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {section: set() for section in _FORMS}
    permissions = [one for one in (written.get("activities") or {}).values() if isinstance(one, dict)]
    for one in (*permissions, *(one or {} for one in (written.get("prohibitions") or {}).values())):
        for key, section in (
            ("purposes", "purposes"), ("except-purposes", "purposes"), ("data", "data-categories"),
            ("data-subjects", "data-subjects"), ("recipients", "recipients"), ("obligations", "safeguards"),
            ("further-processing-of", "activities"),
        ):  # fmt: skip
            used[section].update(one.get(key) or ())
        if one.get("processing-for"):
            used["recipients"].add(one["processing-for"])
        for condition in (one.get("when"), *(one.get("unless") or ())):
            _facts(condition, used["facts"])
        grounds = one.get("compelling-grounds")
        if isinstance(grounds, dict):
            _facts(grounds.get("when"), used["facts"])
        _schedule(one.get("retention"), used)
    for schedule in (written.get("retention") or {}).values():
        _schedule(schedule, used)
    _notice(written.get("notice") or {}, used)
    if used["activities"] - set(written.get("activities") or {}):
        for section in ("purposes", "data-categories", "data-subjects"):
            used[section].add("other")
    used["recipients"] = {name for name in used["recipients"] if name.partition(".")[0] not in BUILT_IN_RECIPIENTS}
    used["events"] -= set(BUILT_IN_EVENTS)
    used["facts"] -= set(BUILT_IN_FACTS)
    return used


def _notice(notice: dict[str, Any], used: dict[str, set[str]]) -> None:
    used["data-subjects"].update(notice.get("from-elsewhere") or ())
    for key, names in (("tells", "silent-on"), ("statements", "concerns")):
        for one in (notice.get(key) or {}).values():
            used["activities"].update((one or {}).get(names) or ())
    for right in (notice.get("rights") or {}).values():
        if "addressed-to" in (right or {}):
            used["recipients"].add(right["addressed-to"])


def _facts(condition: Any, found: set[str]) -> None:
    for name, value in (condition or {}).items():
        if name not in _WORDS:
            found.add(name)
        for below in value if name in {"any", "all"} else [value] if name == "not" else []:
            _facts(below, found)


def _schedule(schedule: Any, used: dict[str, set[str]]) -> None:
    for phase in schedule.get("phases") or () if isinstance(schedule, dict) else ():
        until = phase.get("until") or ()
        used["events"].update([until] if isinstance(until, str) else until)
        if phase.get("from"):
            used["events"].add(phase["from"])
        used["purposes"].update(phase.get("purposes") or ())


def _with_parents(names: set[str], section: str) -> set[str]:
    hierarchical = section in {"purposes", "data-categories", "data-subjects", "recipients"}
    return names | {
        ".".join(parts[:length])
        for name in names
        if hierarchical
        for parts in [name.split(".")]
        for length in range(1, len(parts))
    }


def loaded(text: str, folder: Path) -> Loaded:
    """Load a fragment, completed."""
    folder.joinpath("example.yaml").write_text(text)
    rest = rest_of(text)
    folder.joinpath("rest.yaml").write_text(rest if rest.strip() else "purposes: {}\n")
    found = inspect(folder)
    assert found.model is not None, "\n".join(map(str, found.diagnostics))
    return found


def examined(text: str, on: str, folder: Path) -> Examined:
    """Examine a fragment, completed, on a day."""
    return examine(loaded(text, folder), read_moment(on))


def lines(check: Check, text: str, on: str, folder: Path) -> list[int]:
    """Return the lines of a fragment that a check reports on a day."""
    found = loaded(text, folder)
    assert found.tree is not None
    reported = run(examine(found, read_moment(on)), found.tree, [check])
    assert all(one.code == check.code for one in reported)
    return [one.span.line for one in reported if one.span is not None and one.span.file.endswith("example.yaml")]
