"""The page on editors says what the server does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from privpolicy.editor.answers import MEND_ALL
from privpolicy.editor.server import PAUSE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "editor.md").read_text(encoding="utf-8")


def test_the_page_tells_the_pause_and_the_kind_of_action() -> None:
    assert f"{PAUSE * 1000:.0f} ms" in PAGE
    assert MEND_ALL.rpartition(".")[0] in PAGE


def test_the_extra_that_it_names_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "pip install 'privpolicy[lsp]'" in PAGE
    assert project["optional-dependencies"]["lsp"] == ["pygls>=2,<3"]


def test_settings_of_editors_start_the_command() -> None:
    (settings,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    server = tomllib.loads(settings)["language-server"]["privpolicy"]
    assert [server["command"], *server["args"]] == ["privpolicy", "lsp"]
    assert PAGE.count('"privpolicy", "lsp"') == 1
    assert PAGE.count('"privpolicy" "lsp"') == 1


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists()
