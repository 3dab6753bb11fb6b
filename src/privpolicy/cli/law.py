"""``privpolicy law``: what the law packs hold, on a day and from one day to another."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from privpolicy.cli.exit_code import DONE
from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import look, say
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.model.moment import Moment, now, read_moment
from privpolicy.output.json_v1 import indented

if TYPE_CHECKING:
    from privpolicy.law.listing import Entry
    from privpolicy.law.pack import Pack

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def law(
    pack: Annotated[
        str | None, typer.Argument(metavar="PACK", help="A law pack; `privpolicy law` lists which there are.")
    ] = None,
    *,
    at: Annotated[str | None, typer.Option(metavar="DATE", help="The day; left out, today.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Tell what changed: from this day …")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="… to this one, both included.")] = None,
    section: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this section, such as adequacy.")
    ] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to answer.")] = "text",
) -> int:
    """List the law packs, the facts of one that are in force on a day, or what changed between two days.

    This is no legal advice.
    """
    as_json = form == "json"
    if first is not None or last is not None:
        if at is not None:
            raise Fault("--at asks for one day, and --from with --to for the time between two: give one of them")
        _say_changes(pack, _time(first, last), section or (), as_json=as_json)
    elif pack is not None:
        day = now().round("day", mode="floor") if at is None else _day("--at", at)
        _say_facts(pack, day, section or (), as_json=as_json)
    elif at is not None or section:
        option = "--section" if at is None else "--at"
        raise Fault(f"{option} needs a pack: write `privpolicy law PACK {option} …`", _known_packs())
    else:
        _say_packs(as_json=as_json)
    return DONE


def _say_packs(*, as_json: bool) -> None:
    from privpolicy.output import law_json, law_text  # noqa: PLC0415  # only here are whole packs read

    packs = _packs(None)
    say(indented(law_json.packs_json(packs)) if as_json else law_text.packs_text(packs, look()))


def _say_facts(name: str, day: Moment, sections: Sequence[str], *, as_json: bool) -> None:
    from privpolicy.law import listing  # noqa: PLC0415
    from privpolicy.output import law_json, law_text  # noqa: PLC0415

    packs = _packs(name)
    found = _entries(packs, sections)
    facts, pending = listing.in_force(found, day), listing.pending(found, day)
    if as_json:
        say(indented(law_json.facts_json(packs[0], day, facts, pending)))
    else:
        say(law_text.facts_text(packs[0], day, facts, pending, look()))


def _say_changes(name: str | None, time: tuple[Moment, Moment], sections: Sequence[str], *, as_json: bool) -> None:
    from privpolicy.law import listing  # noqa: PLC0415
    from privpolicy.output import law_json, law_text  # noqa: PLC0415

    packs = _packs(name)
    found = listing.changes(_entries(packs, sections), *time)
    if as_json:
        say(indented(law_json.changes_json(packs, *time, found)))
    else:
        say(law_text.changes_text(packs, *time, found, look()))


def _packs(name: str | None) -> "list[Pack]":
    """Return one pack, or all of them."""
    from privpolicy.law.load import available, load_pack  # noqa: PLC0415

    known = available()
    if name is not None and name not in known:
        raise Fault(f"no law pack is called {quote(name)}", did_you_mean(name, known) or _known_packs())
    return [load_pack(one) for one in (known if name is None else (name,))]


def _known_packs() -> str:
    from privpolicy.law.shelf import available  # noqa: PLC0415

    return f"the packs are {listed([quote(one) for one in available()], 'and')}"


def _entries(packs: "Sequence[Pack]", sections: Sequence[str]) -> "list[Entry]":
    """Return what some sections of some packs hold, or all of it. Raises :class:`Fault` for no such section."""
    from privpolicy.law.listing import LISTED, REFERENCES, entries  # noqa: PLC0415

    found = [entry for pack in packs for entry in entries(pack)]
    held = {entry.section for entry in found}
    for section in sections:
        if section in REFERENCES:
            advice = "`privpolicy cite ID` tells what a citation stands for"
            raise Fault(f"--section: {quote(section)} holds what facts refer to, and no facts", advice)
        if section not in LISTED:
            near = did_you_mean(section, LISTED) or f"the sections are {listed(LISTED, 'and')}"
            raise Fault(f"--section: there is no section {quote(section)}", near)
        if section not in held:
            names = listed([quote(pack.id) for pack in packs], "and")
            raise Fault(f"--section: {names} holds nothing under {quote(section)}", _elsewhere(section))
    return [entry for entry in found if not sections or entry.section in sections]


def _elsewhere(section: str) -> str | None:
    """Say which packs hold a section."""
    from privpolicy.law.listing import entries  # noqa: PLC0415

    holding = [quote(pack.id) for pack in _packs(None) if entries(pack, (section,))]
    return f"{listed(holding, 'and')} {'does' if len(holding) == 1 else 'do'}" if holding else None


def _time(first: str | None, last: str | None) -> tuple[Moment, Moment]:
    if first is None or last is None:
        given, missing = ("--to", "--from") if first is None else ("--from", "--to")
        raise Fault(f"{given} needs {missing}: what changed is told from one day to another")
    time = _day("--from", first), _day("--to", last)
    if time[0] > time[1]:
        raise Fault(f"--from {first} lies after --to {last}", "change them over")
    return time


def _day(option: str, text: str) -> Moment:
    """Read a date as the start of the day in UTC."""
    if not _DATE.fullmatch(text):
        raise Fault(f"{option}: {quote(text)} is no date such as 2019-11-15")
    try:
        return read_moment(text)
    except ValueError as error:
        raise Fault(f"{option}: {error}") from None
