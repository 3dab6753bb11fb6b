"""What a SARIF log tells of its rules: what each is about, why, what to write, and the law it rests on."""

from collections.abc import Iterable
from typing import Any

from privpolicy.diagnostics.codes import Code
from privpolicy.lint.check import Check
from privpolicy.lint.checks import FAMILIES
from privpolicy.lint.page import EXPECT, TODAY, Example, page
from privpolicy.lint.report import Report
from privpolicy.output.links import article, check_link

_LONGEST = 1000
"""How long a description may be; code scanning takes 1,024 characters."""
_MOST_TAGS = 20
"""How many tags code scanning takes."""


def rules_of(report: Report) -> list[dict[str, Any]]:
    """Return a rule for every check that was asked and for every other code that was found, sorted by id."""
    by_id = {one.code.id: _of_code(one.code) for one in report.diagnostics}
    by_id |= {one.id: _of_check(one) for one in report.checks}
    return [by_id[code_id] for code_id in sorted(by_id)]


def family_of(check: Check) -> str:
    """Return the family of a check; those of other packages have none of ours."""
    return next((name for name, checks in FAMILIES.items() if check in checks), "other checks")


def _of_code(code: Code) -> dict[str, Any]:
    summary = _sentence(code.summary or code.name)
    return _rule(code, (summary, summary), {"text": summary}, check_link(code.id), ["policy-language"])


def _of_check(check: Check) -> dict[str, Any]:
    told = page(check)
    summary = _sentence(check.code.summary or check.code.name)
    full = " ".join((summary, *told.why[:1]))
    links = (check_link(check.id), *(article(citation).link for citation in check.cites))
    tags = [family_of(check).replace(" ", "-"), *check.cites]
    help_ = {"text": _text(summary, told.why, told.examples, check.cites)}
    help_["markdown"] = _markdown(told.why or (summary,), told.examples, check.cites)
    return _rule(
        check.code, (summary, full), help_, next(filter(None, links), None), list(dict.fromkeys(tags))[:_MOST_TAGS]
    )


def _rule(
    code: Code, told: tuple[str, str], help_: dict[str, str], link: str | None, tags: list[str]
) -> dict[str, Any]:
    """Return a rule that is told in a line and in a paragraph."""
    rule = {
        "id": code.id,
        "name": code.name,
        "shortDescription": {"text": _shortened(told[0])},
        "fullDescription": {"text": _shortened(told[1])},
        "help": help_,
        "helpUri": link,
        "defaultConfiguration": {"level": code.severity},
        "properties": {"tags": tags},
    }
    return {key: value for key, value in rule.items() if value is not None}


def _text(summary: str, why: Iterable[str], examples: Iterable[Example], cites: Iterable[str]) -> str:
    parts = [summary, *why]
    parts += [f"{_heading(example)}:\n\n{_indented(_shown(example))}" for example in examples]
    law = [" · ".join(filter(None, (one.short, one.title))) for one in map(article, cites)]
    return "\n\n".join((*parts, *(["Rests on:\n" + "\n".join(f"- {one}" for one in law)] if law else [])))


def _markdown(why: Iterable[str], examples: Iterable[Example], cites: Iterable[str]) -> str:
    parts = [*why, *(f"**{_heading(example)}**\n\n```yaml\n{_shown(example)}```" for example in examples)]
    law = [
        f"- {one.short if one.link is None else f'[{one.short}]({one.link})'}{one.title and f': {one.title}'}"
        for one in map(article, cites)
    ]
    return "\n\n".join((*parts, *(["**Rests on**\n\n" + "\n".join(law)] if law else [])))


def _heading(example: Example) -> str:
    on = "" if example.on == TODAY else f", on {example.on}"
    return f"{example.kind.capitalize()}{on}"


def _shown(example: Example) -> str:
    """Return the YAML without the marks that are meant for the tests."""
    return "".join(line.partition(EXPECT)[0].rstrip() + "\n" for line in example.text.splitlines())


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"
