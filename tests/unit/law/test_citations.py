"""Citations exist in their instruments, and say what they stand for."""

import re
from pathlib import Path

import pytest

from privpolicy.law.citation import UnknownCitationError, catalogue, cite, short
from privpolicy.law.grounds import GDPR
from privpolicy.law.load import available, load_pack
from privpolicy.law.pack import statements
from privpolicy.output.citations import citations

SOURCE = Path(__file__).parents[3] / "src" / "privpolicy"
_CITED = re.compile(r"[\"'`]((?:gdpr|eprivacy|fr-[a-z-]+|cjeu|eu|cnil|edpb|wp29):[A-Za-z0-9][A-Za-z0-9./-]*)[\"'`]")


def test_every_citation_of_every_pack_exists() -> None:
    for name in available():
        for section, key, fact in statements(load_pack(name)):
            for citation in fact.cites:
                assert cite(citation).id == citation, (section, key)


def test_every_citation_of_the_grounds_exists() -> None:
    cited = {
        *(one for several in GDPR.bases.values() for one in several),
        *(one for several in GDPR.clauses.values() for one in several),
        *GDPR.marketing_objection,
    }
    assert cited
    for citation in cited:
        assert cite(citation).id == citation


def cited_in_code() -> list[tuple[str, str]]:
    return sorted(
        {
            (path.relative_to(SOURCE).as_posix(), citation)
            for path in SOURCE.rglob("*.py")
            # What a check is to report in its own example may well be a place that no law has.
            for line in path.read_text(encoding="utf-8").splitlines()
            if not line.rstrip().endswith("# expect")
            for citation in _CITED.findall(line)
        }
    )


@pytest.mark.parametrize(("file", "citation"), cited_in_code())
def test_every_citation_in_code_exists(file: str, citation: str) -> None:
    assert cite(citation).id == citation, file


def test_the_regulation_is_whole() -> None:
    places = [citation.removeprefix("gdpr:") for citation in catalogue() if citation.startswith("gdpr:")]
    assert len(places) == len(set(places))
    assert sum(place.isdigit() for place in places) == 99
    assert sum(place.startswith("recital-") for place in places) == 173
    assert sum(not place.startswith("recital-") for place in places) == 852
    points = {
        number: [place for place in places if re.fullmatch(rf"{number}-[a-z]", place)]
        for number in ("6-1", "9-2", "70-1")
    }
    assert {number: len(found) for number, found in points.items()} == {"6-1": 6, "9-2": 10, "70-1": 25}


@pytest.mark.parametrize(
    "citation",
    [
        *("gdpr:0", "gdpr:100", "gdpr:6-1-g", "gdpr:6-5", "gdpr:10-1", "gdpr:47-2-o", "gdpr:recital-174"),
        *("gdpr:06", "gdpr:6-1-A", "gdpr:", "gdpr", "", "gdpr:recital-0", "gdpr:6-1-f ", "lil:82", "fr-lil:81"),
        *("cjeu:C-1/99", "eu:2023/1796"),
    ],
)
def test_what_no_instrument_has_cannot_be_cited(citation: str) -> None:
    assert citation not in catalogue()
    with pytest.raises(UnknownCitationError):
        cite(citation)


@pytest.mark.parametrize(
    ("citation", "near"),
    [
        ("gdpr:6-1-g", "gdpr:6-1"),
        ("lil:82", "fr-lil:82"),
        ("cjeu:C-311/19", "cjeu:C-311/18"),
        ("gdpr:6.1.f", "gdpr:6-1-f"),
    ],
)
def test_the_nearest_ids_are_named(citation: str, near: str) -> None:
    with pytest.raises(KeyError) as caught:
        cite(citation)
    assert f"`{near}`" in str(caught.value)


@pytest.mark.parametrize(
    ("citation", "written"),
    [
        ("gdpr:6-1-a", "Art. 6(1)(a) GDPR"),
        ("gdpr:49-1", "Art. 49(1) GDPR"),
        ("gdpr:10", "Art. 10 GDPR"),
        ("gdpr:recital-47", "Recital 47 GDPR"),
        ("fr-lil:82", "Art. 82 Loi Informatique et Libertés"),
        ("fr-cpce:L34-5", "Art. L34-5 CPCE"),
        ("eprivacy:5-3", "Art. 5(3) ePrivacy Directive"),
        ("cjeu:C-311/18", "CJEU C-311/18"),
        ("eu:2023/1795", "Decision (EU) 2023/1795"),
        ("eu:2000/518", "Decision 2000/518/EC"),
        ("cnil:2020-091", "CNIL 2020-091"),
        ("edpb:guidelines-2/2019", "EDPB Guidelines 2/2019"),
    ],
)
def test_how_lawyers_write_it(citation: str, written: str) -> None:
    assert short(citation) == written


def test_what_a_citation_says() -> None:
    found = cite("gdpr:6-1-f")
    assert found.title == "Lawfulness of processing: legitimate interests"
    assert found.reference == "Regulation (EU) 2016/679, OJ L 119, 4.5.2016, p. 1 (CELEX 32016R0679), Art. 6(1)(f)"
    assert found.iri == "https://w3id.org/dpv/legal/eu/gdpr#A6-1-f"
    decision = cite("eu:2023/1795")
    assert "OJ L 231, 20.9.2023, p. 118" in decision.reference
    assert decision.iri is None


def test_iris_are_given_where_dpv_has_a_concept_and_nowhere_else() -> None:
    iris = {citation: iri for citation in catalogue() if (iri := cite(citation).iri)}
    assert iris["gdpr:5-1-c"] == "https://w3id.org/dpv/legal/eu/gdpr#DataMinimisationPrinciple"
    assert iris["gdpr:49-1-g"] == "https://w3id.org/dpv/legal/eu/gdpr#A49-1-g"
    assert len(set(iris.values())) == len(iris) == 52
    assert "gdpr:49-1" not in iris
    assert all(iri.startswith("https://w3id.org/dpv/legal/eu/gdpr#") for iri in iris.values())


def test_every_place_that_has_a_name_or_an_iri_exists() -> None:
    for name in available():
        for instrument_name, instrument in load_pack(name).instruments.items():
            places = [
                f"{number}-{point}" for number, article in instrument.articles.items() for point in article.points
            ]
            if instrument.vocabulary is not None:
                places += [*instrument.vocabulary.places, *instrument.vocabulary.names]
            for place in places:
                assert f"{instrument_name}:{place}" in catalogue()


def test_what_the_output_writes_agrees_with_the_catalogue() -> None:
    for citation in ("gdpr:6-1-a", "gdpr:49-1", "gdpr:10", "gdpr:recital-47", "eprivacy:5-3"):
        assert citations((citation,)).replace("\u00a0", " ") == short(citation)
