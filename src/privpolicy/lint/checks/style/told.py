"""Titles and sources: what people read of a declaration, and where it comes from."""

import re
from collections.abc import Iterator, Mapping

from privpolicy.law.citation import catalogue
from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined
from privpolicy.model.declaration import Declaration
from privpolicy.source.path import NodePath

_SECTIONS = (
    "purposes",
    "data-categories",
    "data-subjects",
    "recipients",
    "events",
    "facts",
    "retention",
    "safeguards",
    "activities",
    "prohibitions",
)
_TITLED = ("activities", "purposes", "recipients")
_CITATION = re.compile(r"(?<![\w:/.#-])([a-z][a-z0-9-]*):([0-9A-Za-z](?:[\w-]*\w)?)")


def untitled(x: Examined) -> Iterator[Remark]:
    """Declaration without a title where the others have one.

    The pages made from a policy, and the answers that it gives, call things by their titles. Where most activities,
    purposes or recipients have one, an id in between reads like a mistake.

    Avoid::

        purposes:
          service: {title: Provide the service}
          billing: {title: Bill and collect}
          security: {title: Keep the systems secure}
          research: {}                                 # expect

    Prefer::

        purposes:
          service: {title: Provide the service}
          billing: {title: Bill and collect}
          security: {title: Keep the systems secure}
          research: {title: Improve the service}
    """
    yield from _without(x, _TITLED, "title", "give it a title")


def unsourced(x: Examined) -> Iterator[Remark]:
    """Declaration without a source where the others have one.

    A source tells where the notice or the law says so. Where most declarations of a section have one, one without
    cannot be traced: nobody knows whether it was forgotten or is nobody's word. Where no text stands behind it, say so
    with `source: none`.

    Avoid::

        purposes:
          service: {source: "notice, section 2"}
          billing: {source: "notice, section 3"}
          security: {source: "notice, section 5"}
          research: {}                                 # expect

    Prefer::

        purposes:
          service: {source: "notice, section 2"}
          billing: {source: "notice, section 3"}
          security: {source: "notice, section 5"}
          research: {source: none}
    """
    yield from _without(
        x, _SECTIONS, "source", "say where it stands, or write `source: none` if no text stands behind it"
    )


def same_title(x: Examined) -> Iterator[Remark]:
    """Two declarations of a section under one title.

    People tell activities, purposes and recipients apart by their titles. Two that are called the same are one to
    them; mostly the title was copied together with the rest.

    Avoid::

        purposes:
          service: {title: Provide the service}
          support: {title: Provide the service}        # expect

    Prefer::

        purposes:
          service: {title: Provide the service}
          support: {title: Answer questions}
    """
    for section in _TITLED:
        first: dict[str, str] = {}
        for name, one in _declared(x, section).items():
            if one.title is None:
                continue
            known = first.setdefault(repr(one.title), name)
            if known != name:
                related = (((section, known), f"`{known}` has it first"),)
                message = f"`{name}` has the same title as `{known}`"
                yield Remark((section, name, "title"), message, "give each a title of its own", related)


def dangling_source(x: Examined) -> Iterator[Remark]:
    """Source that cites what does not exist.

    A citation such as `gdpr:6-1-f` can be looked up, and so can a statement or a reference of the notice that is cited
    as `notice:` with its id. One that leads nowhere proves nothing, and whoever checks the policy will stop there.

    Only laws of which the packs know every article are looked at.

    Avoid::

        purposes:
          service: {source: "gdpr:6-1-z"}              # expect

    Prefer::

        purposes:
          service: {source: "gdpr:6-1-b"}
    """
    for path, source in _sources(x):
        texts = (source,) if isinstance(source, str) else source
        for position, text in enumerate(texts):
            if ":" in text:
                here = path if isinstance(source, str) else (*path, position)
                yield from _dangling(x, here, text)


def _dangling(x: Examined, path: NodePath, text: str) -> Iterator[Remark]:
    for match in _CITATION.finditer(text):
        cited, prefix = match[0], match[1]
        if prefix == "notice":
            if _tells_nothing_as(x, match[2]):
                message = f"the source cites `{cited}`, and the notice has no statement or reference of that id"
                yield Remark(path, message, "cite one that stands under `notice`")
        elif prefix in catalogue().whole and cited not in catalogue():
            near = catalogue().nearest(cited, 1)
            advice = f"did you mean `{near[0]}`?" if near else "`privpolicy cite` tells what can be cited"
            yield Remark(path, f"the source cites `{cited}`, and there is no such place in the law", advice)


def _tells_nothing_as(x: Examined, name: str) -> bool:
    """Tell whether there is a notice to cite from, and nothing in it has an id."""
    notice = x.model.notice
    return notice is not None and not any(
        name in told for told in (notice.statements, notice.references, notice.tells, notice.rights)
    )


def _sources(x: Examined) -> Iterator[tuple[NodePath, str | tuple[str, ...]]]:
    found: list[tuple[NodePath, Declaration | None]] = [
        (("policy",), x.model.policy),
        (("controller",), x.model.controller),
        (("notice",), x.model.notice),
    ]
    for section in _SECTIONS:
        found += [((section, name), one) for name, one in _declared(x, section).items()]
    if x.model.notice is not None:
        for part in ("tells", "rights", "statements", "references"):
            found += [(("notice", part, name), one) for name, one in getattr(x.model.notice, part).items()]
    for path, one in found:
        if one is not None and one.source is not None:
            yield (*path, "source"), one.source


def _without(x: Examined, sections: tuple[str, ...], key: str, advice: str) -> Iterator[Remark]:
    """Yield the few declarations of a section that lack what at least two of three have."""
    for section in sections:
        declared = _declared(x, section)
        lacking = [name for name, one in declared.items() if getattr(one, key) is None]
        have = len(declared) - len(lacking)
        if have >= 2 and have >= 2 * len(lacking):
            for name in lacking:
                message = (
                    f"`{name}` has no {key}, and {have} of the {len(declared)} {section.replace('-', ' ')} have one"
                )
                yield Remark((section, name), message, advice, on_key=True)


def _declared(x: Examined, section: str) -> Mapping[str, Declaration]:
    """Return the declarations of a section, those left out that are over on the day."""
    if section == "activities":
        return x.activities
    if section == "prohibitions":
        return x.prohibitions
    declared: Mapping[str, Declaration] = getattr(x.model, section.replace("-", "_"))
    return declared
