"""``privpolicy cite``: what citation ids stand for."""

from typing import Annotated, Any, Literal

import typer

from privpolicy.cli.exit_code import CANNOT, DONE
from privpolicy.cli.terminal import complain_of, look, say
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.output.json_v1 import indented

_FORM = "an id is an instrument and a place in it, such as `gdpr:6-1-f` or `cjeu:C-311/18`"


def cite(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Citation ids, such as `gdpr:6-1-f`.")],
    *,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to answer.")] = "text",
) -> int:
    """Tell what citation ids stand for: how lawyers write them, their title, reference and W3C DPV concept.

    The exit code is 2 where one of them stands for nothing; the others are told all the same.
    """
    from privpolicy.law import citation  # noqa: PLC0415  # only here is every reference of every pack read
    from privpolicy.output import citation_text, law_json  # noqa: PLC0415

    known: list[citation.Citation] = []
    unknown: list[tuple[str, tuple[str, ...]]] = []
    written: list[dict[str, Any]] = []
    for one in ids:
        try:
            known.append(citation.cite(one))
        except citation.UnknownCitationError as error:
            unknown.append((one, citation_text.meant(error)))
            written.append(law_json.no_citation_json(*unknown[-1]))
        else:
            written.append(law_json.citation_json(known[-1]))
    if form == "json":
        say(indented({"citations": written}))
        return CANNOT if unknown else DONE
    say(citation_text.citations_text(known, look()))
    for one, near in unknown:
        advice = f"did you mean {listed([quote(one) for one in near])}?" if near else _FORM
        complain_of(f"nothing is cited as {quote(one)}", advice)
    return CANNOT if unknown else DONE
