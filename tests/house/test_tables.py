"""What the page on tables shows runs."""

import contextlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tables.md"


def test_its_first_program_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = re.findall(r"```python\n(.*?)```\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    program = program.replace('"permitted.parquet"', repr(str(tmp_path / "permitted.parquet")))
    with contextlib.chdir(ROOT):
        exec(compile(program, "tables.md", "exec"), {})  # noqa: S102  # the page's own program
    told = "{'outcome': 'conditional', 'rows': 1}, {'outcome': 'deny', 'rows': 2}, {'outcome': 'permit', 'rows': 2}"
    assert told in capsys.readouterr().out
    assert (tmp_path / "permitted.parquet").stat().st_size
