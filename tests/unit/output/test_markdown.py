"""Markdown for a comment: what is told, what stays inert, and how long it may be."""

import re

import pytest
from markdown_it import MarkdownIt
from tests.unit.output.reports import FILE, POLICY, SEEN, TOOL, fault, finding, report, span

from privpolicy.diagnostics.codes import Severity
from privpolicy.output import package
from privpolicy.output.markdown import LONGEST, MARK, markdown_text
from privpolicy.output.markdown_words import code, plain

EUR_LEX = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri="


def rendered(text: str) -> str:
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(text))


def test_findings_by_file_with_notes_folded_away() -> None:
    other = span(8, file=f"{POLICY}/policy.yaml")
    given = report(
        finding(related=(SEEN,)),
        finding(severity="note", help=None),
        finding(TOOL, "`sccs` died", other, help=None),
        suppressed=1,
        known=12,
    )
    law = "*Law:* [Art. 6(1)(f) GDPR][gdpr], [Art. 13(1)(d) GDPR][gdpr]"
    assert (
        markdown_text(given)
        == f"""\
{MARK}

### Privacy policy: will not stand

1 error, 1 warning and 1 note in 2 files of `{POLICY}`, under `eu-gdpr` and `fr` as of 2026-11-22. \
Not counted: 1 ignored by comments and 12 known from the baseline.

#### `{FILE}`

- **error** PP310 interest-not-named, line 3: activity `newsletter` names no interest\\
  *Help:* write `legitimate-interest`\\
  *See:* `{FILE}:7`, the newsletter is sent here\\
  {law}

#### `{POLICY}/policy.yaml`

- **warning** PP620 dead-tool, line 8: `sccs` died\\
  *Law:* [CJEU C-311/18][cjeu:C-311/18], cnil:nothing-of-the-kind

<details><summary>1 note for a person to look at</summary>

#### `{FILE}`

- **note** PP310 interest-not-named, line 3: activity `newsletter` names no interest\\
  {law}

</details>

[cjeu:C-311/18]: {EUR_LEX}ecli:ECLI:EU:C:2020:559
[gdpr]: {EUR_LEX}CELEX:32016R0679
"""
    )


def test_nothing_found_is_told_in_two_lines() -> None:
    assert markdown_text(report()) == (
        f"{MARK}\n\n### Privacy policy: nothing to object to\n\n"
        f"Nothing found in 2 files of `{POLICY}`, under `eu-gdpr` and `fr` as of 2026-11-22.\n"
    )


def test_verdicts() -> None:
    assert "is likely to be objected to" in markdown_text(report(finding(TOOL)))
    assert "a person should look" in markdown_text(report(finding(severity="note")))
    assert "cannot be read" in markdown_text(report(fault(), packs=()))
    assert "could not be looked at" in markdown_text(report(fault(at=None), packs=(), looked=False))


def test_what_belongs_to_no_file_is_said_of_the_policy() -> None:
    text = markdown_text(report(fault("missing-path", "`x` does not exist", None), packs=(), looked=False))
    assert f"#### `{POLICY}`\n\n- **error** PP001 missing-path: `x` does not exist\n" in text


def test_checks_are_linked_where_the_package_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "addresses", lambda: {"documentation": "https://policy.example/docs"})
    assert "- **error** [PP010](https://policy.example/docs/checks/README.md) yaml-syntax" in markdown_text(
        report(fault())
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("`a|b` *c* _d_ [e](f) ~~g~~ | \\ h", "<code>a|b</code> *c* _d_ [e](f) ~~g~~ | \\ h"),
        ("<script>x</script> &amp; <!-- y", "&lt;script&gt;x&lt;/script&gt; &amp;amp; &lt;!-- y"),
        ("`<b>` and `&`", "<code>&lt;b&gt;</code> and <code>&amp;</code>"),
        ("a stray ` tick", "a stray ` tick"),
        ("two\nlines\r\n- of text", "two lines - of text"),
    ],
)
def test_words_stay_words(text: str, shown: str) -> None:
    assert rendered(f"x: {plain(text)}") == f"<p>x: {shown}</p>\n"


@pytest.mark.parametrize("live", ["@team", "#12", "GH-12", "https://a.example/b", "www.a.example", "me@a.example"])
def test_nobody_is_called_and_nothing_is_linked(live: str) -> None:
    assert live not in plain(f"see {live} now")
    assert re.sub("<!-- -->|</?p>", "", rendered(plain(f"see {live} now"))) == f"see {live} now\n"
    assert plain(f"`{live}`") == f"`{live}`"


@pytest.mark.parametrize("text", ["a", "a`b", "`", "``a```", "a\nb", "@a"])
def test_code_is_code(text: str) -> None:
    shown = rendered(code(text))
    assert shown == f"<p><code>{' '.join(text.split())}</code></p>\n"


def test_no_words_of_others_break_the_page() -> None:
    words = "</details> # x\n\n- **error** y\n```\n<details> `</details>` `a\nb` \\"
    kinds: tuple[Severity, ...] = ("note", "error", "note")
    given = report(*(finding(message=words, help=words, severity=kind) for kind in kinds))
    shown = rendered(markdown_text(given))
    assert shown.count("<li>") == 3
    assert shown.count("<details>") == shown.count("</details>") == 1
    assert "<pre>" not in shown
    assert shown.count("<h4>") == 2


def test_the_law_is_linked() -> None:
    shown = rendered(markdown_text(report(finding())))
    assert f'<a href="{EUR_LEX}CELEX:32016R0679">Art. 6(1)(f) GDPR</a>' in shown
    assert "]: " not in shown


def many(number: int) -> list[str]:
    return [f"activity `{'x' * 50}-{place}` names no interest, éé" for place in range(number)]


def test_a_comment_is_never_too_long() -> None:
    kinds: tuple[Severity, ...] = ("note", "warning", "error")
    found = [
        finding(message=message, severity=kinds[place % 3], at=span(place + 1, file=f"{POLICY}/{place % 7}.yaml"))
        for place, message in enumerate(many(1500))
    ]
    given = report(*found)
    text = markdown_text(given)
    assert LONGEST - 1000 < len(text.encode()) <= LONGEST
    shown = len(re.findall(r"^- \*\*", text, re.MULTILINE))
    assert (
        f"\n\n**{1500 - shown:,} findings left out**, the least grave: there is no room for more here.\n\n[gdpr]: "
        in text
    )
    assert "1,500" not in text  # the counts are those of each severity
    assert "500 errors, 500 warnings and 500 notes" in text
    assert "**note**" not in text  # the gravest come first


@pytest.mark.parametrize("number", range(0, 30, 3))
def test_whatever_the_room_it_is_kept_and_used(number: int) -> None:
    kinds: tuple[Severity, ...] = ("note", "error", "warning")
    found = [
        finding(message=message, severity=kinds[place % 3], at=span(place + 1, file=f"{POLICY}/{place % 4}.yaml"))
        for place, message in enumerate(many(number))
    ]
    given = report(*found)
    whole = markdown_text(given)
    for longest in range(700, len(whole.encode()) + 200, 97):
        text = markdown_text(given, longest)
        assert len(text.encode()) <= longest
        left = re.search(r"\*\*(\d+) findings? left out\*\*", text)
        shown = len(re.findall(r"^- \*\*", text, re.MULTILINE))
        assert shown + (int(left[1]) if left else 0) == number
        assert text.count("<details>") == text.count("</details>") <= 1
    assert markdown_text(given, len(whole.encode()) + 200) == whole
