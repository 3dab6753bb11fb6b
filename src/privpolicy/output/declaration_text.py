"""One declaration: where it stands, how it is written, what it inherits and all that refers to it."""

from collections.abc import Iterable

from privpolicy.engine.policy import Policy
from privpolicy.engine.vocabulary import Dimension
from privpolicy.output.excerpt import TAB, Sources
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.output.references import ROLES, Reference, references
from privpolicy.output.titles import is_built_in, section_of, title_of
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import locate
from privpolicy.syntax.nodes import Mapping, Node

DIMENSIONS: dict[str, Dimension] = {
    "purposes": "purpose",
    "data-categories": "data",
    "data-subjects": "data-subject",
    "recipients": "recipient",
}
_COLUMN = 14
_MARKS = {
    "purposes": ("direct-marketing", "legal-claims"),
    "data-categories": ("sensitivity",),
    "data-subjects": ("child",),
}
"""Marks, inherited from everything broader."""
_ALONG_DOTS = ("role", "country", "transfer-tools", "contract")
"""Keys of a recipient, inherited along the dots of its id."""


def declaration_text(policy: Policy, tree: Mapping, sources: Sources, found: tuple[str, str], look: Look) -> str:
    """Write one declaration, given by section and id."""
    page = Page(look)
    section, name = found
    title = title_of(policy.model, section, name)
    page.line(Piece(f"{section} ", "faint"), Piece(name, "head"), *([f"{FIXED}· {title}"] if title else []))
    if is_built_in(section, name):
        page.line(Piece("built into the language", "faint"))
    else:
        _draw_source(page, tree, sources, (section, name))
    _draw_hierarchy(page, policy, tree, section, name)
    _draw_references(page, policy, tree, section, name)
    return str(page)


def _draw_source(page: Page, tree: Mapping, sources: Sources, path: NodePath) -> None:
    """Draw the lines of a declaration as they stand in the file."""
    start, end = locate(tree, path, on_key=True), locate(tree, path)
    page.line(Piece(str(start), "faint"))
    page.blank()
    source = sources.get(start.file)
    margin = len(str(end.end_line))
    for number in range(start.line, max(start.line, end.end_line) + 1):
        line = source.line(number) if source is not None else ""
        page.verbatim(Piece(f"{number:>{margin}} | ", "faint"), line.replace("\t", TAB))
    page.blank()


def _draw_hierarchy(page: Page, policy: Policy, tree: Mapping, section: str, name: str) -> None:
    dimension = DIMENSIONS.get(section)
    if dimension is None:
        return
    hierarchy = policy.vocabulary.hierarchies[dimension]
    broader = [one for one in hierarchy.ancestors if one in hierarchy.ancestors[name] and one != name]
    _draw_names(page, policy, section, "Broader", broader)
    _draw_names(page, policy, section, "Narrower", hierarchy.children[name])
    for number, (key, source, written) in enumerate(_inherited(policy, section, name, broader)):
        where = locate(tree, (section, source, key), on_key=True)
        page.entry("" if number else "Inherits", f"{key}: {written}, from ", Piece(source, "id"), column=_COLUMN)
        page.line(Piece(str(where), "faint"), indent=_COLUMN + 2)
    page.blank()


def _draw_names(page: Page, policy: Policy, section: str, label: str, names: Iterable[str]) -> None:
    for number, name in enumerate(names):
        title = title_of(policy.model, section, name)
        words = [Piece(name, "id"), *([Piece(f"{FIXED}· {title}")] if title else [])]
        page.entry("" if number else label, *words, column=_COLUMN)


def _inherited(policy: Policy, section: str, name: str, broader: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    """Yield key, source and value of what a concept has from what is broader."""
    declared = section_of(policy.model, section)
    for key in _MARKS.get(section, ()):
        for source in broader:
            value = getattr(declared.get(source), key.replace("-", "_"), None)
            if value not in {None, False, "ordinary"}:
                yield key, source, str(value).lower()
    if section == "recipients":
        for key in _ALONG_DOTS:
            if getattr(declared.get(name), key.replace("-", "_"), None) is None:
                yield from _nearest_above(policy, name, key)


def _nearest_above(policy: Policy, name: str, key: str) -> Iterable[tuple[str, str, str]]:
    above = name.rpartition(".")[0]
    while above:
        value = getattr(policy.model.recipients.get(above), key.replace("-", "_"), None)
        if value is not None:
            yield key, above, value if isinstance(value, str) else "…"
            return
        above = above.rpartition(".")[0]


def _draw_references(page: Page, policy: Policy, tree: Mapping, section: str, name: str) -> None:
    """Draw what names it, then what names something broader and so speaks of it too."""
    found = list(references(policy.model))
    direct = [one for one in found if (one.section, one.name) == (section, name)]
    already = {(one.by, one.key) for one in direct}
    broader = [one for one in found if _means(policy, one, section, name) and (one.by, one.key) not in already]
    if not direct and not broader:
        page.line("nothing refers to it")
    _draw_group(page, policy, tree, "Named by", direct)
    _draw_group(page, policy, tree, "Meant by what names something broader", broader, through=True)


def _means(policy: Policy, reference: Reference, section: str, name: str) -> bool:
    """Tell whether something broader is named: a concept above this one, or the role of a recipient."""
    if reference.section == ROLES:
        return section == "recipients" and reference.name in policy.vocabulary.roles[name]
    if reference.section != section or section not in DIMENSIONS or reference.key == "broader":
        return False
    above = policy.vocabulary.hierarchies[DIMENSIONS[section]].ancestors[name]
    return reference.name in above and reference.name != name


def _draw_group(
    page: Page, policy: Policy, tree: Node, heading: str, found: Iterable[Reference], *, through: bool = False
) -> None:
    for number, reference in enumerate(found):
        if number == 0:
            page.blank()
            page.line(Piece(heading, "head"))
        section, name = reference.by
        title = title_of(policy.model, section, name)
        under = f" ({reference.key}, through `{reference.name}`)" if through else f" ({reference.key})"
        named = [Piece(f"{section} ", "faint"), Piece(name, "id"), *prose(under)]
        page.line(*named, *([f"{FIXED}· {title}"] if title else []), indent=2, hang=4)
        page.line(Piece(str(locate(tree, reference.path, on_key=reference.on_key)), "faint"), indent=6)
