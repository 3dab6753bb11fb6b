"""What docs/law.md says of packs and citations is so, and its example loads."""

import re
from pathlib import Path

import pytest

from privpolicy.law.citation import short
from privpolicy.law.guard_sections import GuardSections
from privpolicy.law.load import available, load_pack
from privpolicy.law.pack import SECTIONS
from privpolicy.law.shelf import shelf
from privpolicy.model.moment import write_moment

PAGE = (Path(__file__).parents[3] / "docs" / "law.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in PAGE.splitlines() if row.startswith("| `")]


def test_every_pack_is_told_of_with_its_day() -> None:
    told = {row[0].strip("`"): row for row in ROWS if len(row) == 4}
    assert set(told) == set(available())
    for name, (_, _, builds_on, checked_to) in told.items():
        pack = load_pack(name)
        assert checked_to == write_moment(pack.checked_to)[:10]
        assert builds_on == ", ".join(f"`{base}`" for base in pack.builds_on)


def test_every_section_is_told_of_and_whether_guards_read_it() -> None:
    told = {row[0].strip("`"): row[2] == "yes" for row in ROWS if len(row) == 3}
    assert told == {section: name in GuardSections.model_fields for name, section in SECTIONS.items()}


@pytest.mark.parametrize(("citation", "written"), [row for row in ROWS if len(row) == 2])
def test_citations_stand_for_what_the_page_says(citation: str, written: str) -> None:
    assert short(citation.strip("`")) == written


def test_the_pack_of_the_page_loads(tmp_path: Path) -> None:
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL):
        name = block.splitlines()[0].removeprefix("# ")
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(block, encoding="utf-8")
    (tmp_path / "eu-gdpr").symlink_to(str(shelf() / "eu-gdpr"))
    pack = load_pack("ch", tmp_path)
    assert pack.builds_on == ("eu-gdpr",)
    assert pack.deadlines["ch-access"].cites == ("ch-dsg:25-7",)
