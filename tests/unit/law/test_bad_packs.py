"""Packs that do not load. The line that is wrong carries a marker; lines and codes reported equal the markers."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from privpolicy.law.citation import catalogue
from privpolicy.law.errors import PackError, UnknownPackError
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.load import available, load_pack, load_packs

HEADER = "id: here\ntitle: Somewhere\nchecked-to: 2026-10-01\n"
SOURCES = "sources:\n  gazette: {title: Gazette, where: library, kind: primary}\n"
INSTRUMENTS = """
instruments:
  act: {title: The Act, short: Act, reference: Act 1, articles: {"1": {title: First, has: [1 a-c, 2]}}}
  court: {title: The Court, short: Court, reference: Reports, kind: series}
"""
DOCUMENTS = "documents:\n  court:1/20: {title: One, reference: Reports 1, date: 2020-01-01}\n"
GOOD = {"pack": HEADER, "sources": SOURCES, "instruments": INSTRUMENTS, "documents": DOCUMENTS}
FACT = "valid: {from: 2020-01-01}, cites: [act:1-1-a], source: [gazette], confidence: verified"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_pack(name: str = "here", **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for stem, text in {**GOOD, **{key.replace("_", "-"): text for key, text in files.items()}}.items():
            (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write_pack


def markers(root: Path) -> set[tuple[str, int, str]]:
    return {
        (path.name, number, code)
        for path in root.rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for code in re.findall(r"# expect: (PP\d+)", line)
    }


def reported(root: Path, name: str = "here") -> tuple[set[tuple[str, int, str]], str]:
    with pytest.raises(PackError) as caught:
        load_pack(name, root)
    error = caught.value
    assert error.pack == name
    assert str(error).startswith(f"the law pack `{name}` has ")
    found = set()
    for diagnostic in error.diagnostics:
        assert diagnostic.span is not None
        found.add((Path(diagnostic.span.file).name, diagnostic.span.line, diagnostic.code.id))
    assert len(found) == len(error.diagnostics)
    return found, "\n".join(diagnostic.message for diagnostic in error.diagnostics)


def test_a_third_pack_needs_no_python(write: Write) -> None:
    root = write(ages_of_consent=f"ages-of-consent:\n  here: {{title: Here, country: CH, age: 14, {FACT}}}\n")
    assert available(root) == ("here",)
    assert load_pack("here", root).ages_of_consent["here"].age == 14
    facts = guard_facts(["here"], root)
    assert facts.packs == ("here",)
    assert facts.ages["CH"][0].age == 14


def test_what_files_share_is_carried_by_each_fact_that_does_not_say_otherwise(write: Write) -> None:
    root = write(
        rules="""
shared: {valid: {from: 2020-01-01}, cites: [act:1], source: [gazette], confidence: verified, topic: all}
rules:
  one: {title: One, text: first}
  two: {title: Two, text: second, cites: [act:1-2], confidence: recalled}
"""
    )
    rules = load_pack("here", root).rules
    assert rules["one"].cites == ("act:1",)
    assert rules["two"].cites == ("act:1-2",)
    assert rules["two"].confidence == "recalled"


BAD: Mapping[str, dict[str, str]] = {
    "two ages on one day": {
        "ages_of_consent": f"""
ages-of-consent:
  before: {{title: A, country: CH, age: 13, {FACT.replace("2020-01-01", "2018-01-01, until: 2020-01-02")}}}
  after:
    title: B
    country: CH
    age: 14
    valid: {{from: 2020-01-01}}  # expect: PP118
    cites: [act:1-2]
    source: [gazette]
    confidence: verified
"""
    },
    "an open interval before another": {
        "gdpr_area": f"""
gdpr-area:
  one: {{title: A, countries: [FR, BE], status: union, {FACT}}}
  two:
    title: B
    countries: [BE]
    status: union
    valid: {{from: 2024-01-01}}  # expect: PP118
    cites: [act:1-2]
    source: [gazette]
    confidence: verified
"""
    },
    "two answers to one question": {
        "rules": f"""
rules:
  one: {{title: A, topic: all, text: a, answers: same, {FACT}}}
  two:
    title: B
    topic: all
    text: b
    answers: same
    valid: {{from: 2020-01-01}}  # expect: PP118
    cites: [act:1-2]
    source: [gazette]
    confidence: verified
"""
    },
    "reversed": {
        "rules": """
rules:
  one:
    title: A
    topic: all
    text: a
    valid:
      from: 2020-01-01
      until: 2020-01-01  # expect: PP111
    cites: [act:1]
    source: [gazette]
    confidence: verified
"""
    },
    "without a start": {
        "rules": """
rules:
  one:
    title: A
    topic: all
    text: a
    valid: {until: 2020-01-01}  # expect: PP118
    cites: [act:1]
    source: [gazette]
    confidence: verified
"""
    },
    "without source": {
        "rules": """
rules:
  one:  # expect: PP104
    title: A
    topic: all
    text: a
    valid: {from: 2020-01-01}
    cites: [act:1]
    confidence: verified
  two:
    title: A
    topic: all
    text: a
    valid: {from: 2020-01-01}
    cites: [act:1]
    source: []  # expect: PP107
    confidence: verified
"""
    },
    "without citation, interval or confidence": {
        "rules": """
rules:
  one: {title: A, topic: all, text: a, valid: {from: 2020-01-01}, source: [Book], confidence: recalled}  # expect: PP104
  two: {title: A, topic: all, text: a, cites: [act:1], source: [gazette], confidence: verified}  # expect: PP104
  three: {title: A, topic: all, text: a, valid: {from: 2020-01-01}, cites: [act:1], source: [gazette]}  # expect: PP104
"""
    },
    "unknown source": {
        "rules": """
rules:
  one:
    title: A
    topic: all
    text: a
    valid: {from: 2020-01-01}
    cites: [act:1]
    source:
      - A work in free text, 2020
      - gazete  # expect: PP118
    confidence: verified
"""
    },
    "unknown citations": {
        "rules": """
rules:
  one:
    title: A
    topic: all
    text: a
    valid: {from: 2020-01-01}
    cites:
      - act:1-1-c
      - act:1-1-d  # expect: PP118
      - act:2  # expect: PP118
      - court:1/20
      - court:2/20  # expect: PP118
      - gdpr:6  # expect: PP118
    source: [gazette]
    confidence: verified
"""
    },
    "no citation at all": {
        "rules": """
rules:
  one:
    title: A
    topic: all
    text: a
    valid: {from: 2020-01-01}
    cites: [nothing]  # expect: PP118
    source: [gazette]
    confidence: verified
"""
    },
    "unknown keys": {
        "rules": f"""
rules:
  one:
    title: A
    txet: a  # expect: PP103
    topic: all
    text: a
    valid: {{from: 2020-01-01, to: 2021-01-01}}  # expect: PP103
    cites: [act:1]
    source: [gazette]
    confidence: verified
  two: {{title: A, topic: all, text: a, {FACT}}}
"""
    },
    "unknown confidence and bad date": {
        "rules": """
rules:
  one:
    title: A
    topic: all
    text: a
    valid: {from: 2020-02-30}  # expect: PP109
    cites: [act:1]
    source: [gazette]
    confidence: sure  # expect: PP106
"""
    },
    "wrong once for all facts": {
        "rules": """
shared:
  valid: {from: 2020-01-01, until: 2019-01-01}  # expect: PP111
  cites: [act:9]
  source: [gazette]
  confidence: verified
rules:
  one: {title: A, topic: all, text: a}
  two: {title: A, topic: all, text: a}
"""
    },
    "cited wrongly once for all facts": {
        "rules": """
shared:
  valid: {from: 2020-01-01}
  cites: [act:9]  # expect: PP118
  source: [gazette]
  confidence: verified
rules:
  one: {title: A, topic: all, text: a}
  two: {title: A, topic: all, text: a}
"""
    },
    "a section that is none": {"colours": "# expect: PP101\ncolours: {}\n"},
    "a section in the wrong file": {
        "rules": f"deadlines: {{}}  # expect: PP101\nrules:\n  one: {{title: A, topic: all, text: a, {FACT}}}\n"
    },
    "bad yaml": {"rules": "rules:\n  one: &a {}  # expect: PP016\n"},
    "a header that is none": {"pack": "id: here\ntitle: Somewhere\nchecked-to: soon  # expect: PP109\n"},
    "an id that is not its folder": {"pack": HEADER.replace("id: here", "id: there  # expect: PP118")},
    "a document of no series": {
        "documents": "documents:\n  curt:1/20: {title: One, reference: R, date: 2020-01-01}  # expect: PP118\n"
    },
    "paragraphs that are none": {
        "instruments": """
instruments:
  act:
    title: The Act
    short: Act
    reference: Act 1
    articles:
      "1":
        title: First
        has: [1 a-c, two]  # expect: PP118
"""
        + "\n".join(INSTRUMENTS.splitlines()[3:])
    },
    "a partial decision without a framework": {
        "adequacy": f"""
adequacy:
  a: {{title: A, country: US, decision: act:1, adopted: 2020-01-01, scope: x, partial: true, {FACT}}}  # expect: PP118
  two: {{title: A, decision: act:1, adopted: 2020-01-01, scope: some, {FACT}}}  # expect: PP118
"""
    },
    "a decision that does not exist": {
        "adequacy": f"""
adequacy:
  one:
    title: A
    country: US
    decision: act:7  # expect: PP118
    ended-by: court:9/99  # expect: PP118
    adopted: 2020-01-01
    scope: some
    {FACT.replace("}, ", "}" + chr(10) + "    ").replace("], ", "]" + chr(10) + "    ")}
"""
    },
    "clauses that can be signed after their end": {
        "clause_sets": """
clause-sets:
  one:
    title: A  # expect: PP118
    decision: act:1
    flows: [controller-to-processor]
    valid: {from: 2020-01-01, until: 2021-01-01}
    signable: {from: 2020-01-01}
    cites: [act:1]
    source: [gazette]
    confidence: verified
"""
    },
    "a floor for one country": {
        "ages_of_consent": f"""
ages-of-consent:
  one: {{title: A, country: CH, age: 14, floor: 13, {FACT}}}  # expect: PP118
"""
    },
    "a period without a period": {
        "retention_periods": f"""
retention-periods:
  one: {{title: A, data: all, norm: statute, starts: now, {FACT}}}  # expect: PP118
"""
    },
    "an exemption with a basis": {
        "terminal_equipment": f"""
terminal-equipment:
  one: {{title: A, kind: exemption, norm: statute, basis: consent, {FACT}}}  # expect: PP118
"""
    },
    "a right that depends on nothing": {
        "rights": f"""
rights:
  one:
    title: A  # expect: PP118
    by-basis:
      {{consent: depends, contract: no, legal-obligation: no, vital-interests: no, public-task: no,
        legitimate-interests: no}}
    {FACT.replace("}, ", "}" + chr(10) + "    ").replace("], ", "]" + chr(10) + "    ")}
"""
    },
    "an empty file": {"rules": "# expect: PP012\n"},
    "something shared that is no mapping": {
        "rules": f"shared: all  # expect: PP101\nrules:\n  one: {{title: A, topic: all, text: a, {FACT}}}\n"
    },
    "a right that is silent on a basis": {
        "rights": f"""
rights:
  one:
    title: A  # expect: PP118
    by-basis: {{consent: yes}}
    {FACT.replace("}, ", "}" + chr(10) + "    ").replace("], ", "]" + chr(10) + "    ")}
"""
    },
}


@pytest.mark.parametrize("files", BAD.values(), ids=BAD.keys())
def test_a_bad_pack_does_not_load(files: dict[str, str], write: Write) -> None:
    root = write(**files)
    found, messages = reported(root)
    assert found == markers(root), messages


def test_guards_and_citations_do_not_read_past_an_error(write: Write) -> None:
    root = write(instruments="instruments:\n  act: {title: The Act}\n", adequacy="adequacy: []\n")
    with pytest.raises(PackError):
        guard_facts(["here"], root)
    with pytest.raises(PackError):
        catalogue(root)


def test_documents_are_read_when_one_is_cited(write: Write) -> None:
    law, series = "{title: A, short: A, reference: R}", "{title: C, short: C, reference: R, kind: series}"
    root = write(instruments=f"instruments:\n  act: {law}\n  court: {series}\n", documents="documents: []\n")
    ids = catalogue(root)
    assert "act:recital-1" not in ids
    with pytest.raises(PackError):
        ids.find("court:C-1")


def test_the_nearest_citation_is_named(write: Write) -> None:
    rule = f"rules:\n  one: {{title: A, topic: all, text: a, {FACT.replace('act:1-1-a', 'act:1-1-z')}}}\n"
    root = write(rules=rule)
    with pytest.raises(PackError) as caught:
        load_pack("here", root)
    assert "`act:1-1`" in str(caught.value.diagnostics[0].help)


def test_a_section_in_two_files(write: Write) -> None:
    rule = f"rules:\n  one: {{title: A, topic: all, text: a, {FACT}}}\n"
    root = write(rules=rule)
    (root / "here" / "theme").mkdir()
    (root / "here" / "theme" / "rules.yaml").write_text(
        rule.replace("rules:", "rules:  # expect: PP102"), encoding="utf-8"
    )
    assert reported(root)[0] == markers(root)


def test_a_pack_that_builds_on_itself(write: Write) -> None:
    write("a", pack="id: a\ntitle: A\nchecked-to: 2026-10-01\nbuilds-on: [b]\n")
    root = write("b", pack="id: b\ntitle: B\nchecked-to: 2026-10-01\nbuilds-on: [a]  # expect: PP118\n")
    with pytest.raises(PackError) as caught:
        load_pack("a", root)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.message == "the pack builds on itself: `a` → `b` → `a`"
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (4, 13)
    with pytest.raises(PackError):
        guard_facts(["b"], root)


def test_a_pack_that_builds_on_nothing_known(write: Write) -> None:
    root = write(pack=HEADER + "builds-on: [ther]  # expect: PP118\n")
    write("there")
    assert reported(root)[0] == {("pack.yaml", 4, "PP118")}


def test_a_pack_stands_on_what_it_builds_on_and_on_nothing_else(write: Write) -> None:
    rules = "rules:\n  {}: {{title: A, topic: all, text: a, " + FACT.replace("{", "{{").replace("}", "}}") + "}}\n"
    root = write()
    for name, header in (("apart", ""), ("above", "builds-on: [here]\n")):
        folder = root / name
        folder.mkdir()
        (folder / "pack.yaml").write_text(f"id: {name}\ntitle: A\nchecked-to: 2026-10-01\n{header}", encoding="utf-8")
        (folder / "rules.yaml").write_text(rules.format(name), encoding="utf-8")
    assert load_packs(["above"], root).packs == ("here", "above")
    assert set(load_packs(["above"], root).rules) == {"above"}
    for names in (["apart"], ["here", "apart"]):
        with pytest.raises(PackError):
            load_packs(names, root)


def test_packs_that_are_read_together_do_not_contradict_each_other(write: Write) -> None:
    age = (
        "ages-of-consent:\n  {}: {{title: A, country: CH, age: {}, "
        + FACT.replace("{", "{{").replace("}", "}}")
        + "}}\n"
    )
    root = write(ages_of_consent=age.format("one", 13))
    write("more", pack="id: more\ntitle: A\nchecked-to: 2026-10-01\n", ages_of_consent=age.format("two", 14))
    write("same", pack="id: same\ntitle: A\nchecked-to: 2026-10-01\n", ages_of_consent=age.format("one", 13))
    assert load_pack("more", root).id == "more"
    with pytest.raises(PackError, match="overlaps"):
        load_packs(["here", "more"], root)
    with pytest.raises(PackError, match="declared by another pack"):
        load_packs(["here", "same"], root)


@pytest.mark.parametrize("name", ["eu-gdrp", "", ".", "../packs", "eu-gdpr/transfers"])
def test_a_pack_that_does_not_exist(name: str) -> None:
    for load in (load_pack, lambda name: guard_facts([name])):
        with pytest.raises(UnknownPackError):
            load(name)
    with pytest.raises(UnknownPackError, match="did you mean `eu-gdpr`"):
        load_pack("eu-gdrp")
