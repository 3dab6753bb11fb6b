"""Transfers to third countries (Chapter V GDPR): what each recipient of a policy asks, on which days it is covered."""

from collections.abc import Iterator, Mapping

from privpolicy.engine.compile import simplify
from privpolicy.engine.hierarchy import parents_of
from privpolicy.engine.requirement import AnyOf, Clause, Ground, Undeclared, Within
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS
from privpolicy.engine.words import interval
from privpolicy.law.guard_facts import GuardFacts
from privpolicy.model.country import Country
from privpolicy.model.interval import Interval
from privpolicy.model.recipient import Recipient, TransferTool

Recipients = Mapping[str, Recipient]

CHAPTER_V = ("gdpr:44",)


def transfers(recipients: Recipients, law: GuardFacts) -> dict[str, Clause]:
    """Return what each recipient asks by itself; the built-in ones, their parts and mere groups ask nothing."""
    groups = {parent for above in parents_of(recipients).values() for parent in above}
    asked: dict[str, Clause] = {}
    for name in recipients:
        if name.partition(".")[0] in BUILT_IN_RECIPIENTS:
            continue
        country = _inherited_country(name, recipients)
        if country is not None:
            asked[name] = _transfer(name, country, _inherited_tools(name, recipients), law)
        elif name not in groups:
            words = f"the policy does not say in which country `{name}` is, so that a transfer cannot be judged"
            unsaid = Undeclared(("recipients", name, "country"))
            asked[name] = Clause("transfer", unsaid, ("recipients", name), CHAPTER_V, words)
    return asked


def common(one: Interval, other: Interval) -> Interval | None:
    """Return the time that two intervals share; ``None`` where they share none."""
    starts = [start for start in (one.from_, other.from_) if start is not None]
    ends = [end for end in (one.until, other.until) if end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and end <= start:
        return None
    return Interval.model_construct(from_=start, until=end)


def _transfer(name: str, country: Country, tools: tuple[TransferTool, ...], law: GuardFacts) -> Clause:
    """Return when a transfer to a recipient is covered: where the Regulation applies, or on one of its grounds."""
    areas = [area.valid for area in law.areas.get(country, ()) if area.status != "directive"]
    decisions = [one for one in law.adequacy.get(country, ()) if not one.partial]
    grounds = [
        *(_ground(one.title, one.valid, one.cites, _ended_by(one.ended_by)) for one in decisions),
        *(ground for tool in tools for ground in _stated(tool, country, law)),
    ]
    windows = [Within(area.from_, area.until) for area in areas]
    windows += [Within(ground.start, ground.end) for ground in grounds if not ground.never]
    return Clause(
        "transfer",
        simplify(AnyOf(tuple(windows))),
        ("recipients", name, "transfer-tools"),
        CHAPTER_V,
        f"`{name}` is in {country}, and a transfer there needs an adequacy decision or a tool",
        f"the transfer to `{name}` in {country} is covered",
        tuple(grounds),
    )


def _stated(tool: TransferTool, country: Country, law: GuardFacts) -> Iterator[Ground]:
    """Judge a tool that the policy states; successive decisions under one framework are a ground each."""
    own = Interval.model_construct(from_=tool.from_, until=tool.until)
    cites = tuple(dict.fromkeys(cite for kind in law.tools.get(tool.tool, ())[-1:] for cite in kind.cites))
    match tool.tool:
        case "adequacy":
            listings = [one for one in law.listings.get(tool.framework or "", ()) if one.country == country]
            for one in listings:
                yield _ground(one.title, common(own, one.valid), one.cites, _ended_by(one.ended_by))
            if not listings:
                named = f"the framework `{tool.framework}`" if tool.framework else "no framework"
                yield _ground(f"a listing under {named}, which is no decision for {country}", None, cites)
        case "standard-clauses":
            clauses = law.clause_sets.get(tool.framework or "")
            named = f"standard clauses `{tool.framework}`" if tool.framework else "standard clauses of no named set"
            if clauses is None or tool.from_ is None or not clauses.signable.holds_at(tool.from_):
                yield _ground(f"{named}, which could not be signed on that day", None, cites)
            else:
                yield _ground(named, common(own, clauses.valid), clauses.cites)
        case "binding-rules":
            yield _ground("binding corporate rules", own, cites)
        case "derogation":
            yield _ground("a derogation", own, cites)


def _ground(words: str, window: Interval | None, cites: tuple[str, ...], ended_by: tuple[str, ...] = ()) -> Ground:
    cites = tuple(cite for cite in cites if cite not in ended_by)
    if window is None:
        return Ground(words, None, None, cites, ended_by, never=True)
    return Ground(f"{words} {interval(window.from_, window.until)}", window.from_, window.until, cites, ended_by)


def _ended_by(citation: str | None) -> tuple[str, ...]:
    return (citation,) if citation is not None else ()


def _inherited_country(name: str, recipients: Recipients) -> Country | None:
    for ancestor in _along_the_dots(name):
        declared = recipients.get(ancestor)
        if declared is not None and declared.country is not None:
            return declared.country
    return None


def _inherited_tools(name: str, recipients: Recipients) -> tuple[TransferTool, ...]:
    for ancestor in _along_the_dots(name):
        declared = recipients.get(ancestor)
        if declared is not None and declared.transfer_tools is not None:
            return declared.transfer_tools
    return ()


def _along_the_dots(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]
