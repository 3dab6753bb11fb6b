"""Conversations with the server as a program of its own, as an editor has them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.editor.client import AnswerError, Client, client
from tests.editor.policies import DEEDS, WORDS, find, write

from privpolicy import api
from privpolicy.lint.config import find_config

SETTINGS = '[lint]\nselect = ["PP1", "PP2", "PP502", "PP94"]\n'
"""What is looked for where a test counts everything that is told: the faults of loading, and comments."""
VERSIONED = {"workspace": {"workspaceEdit": {"documentChanges": True}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "privpolicy.toml").write_text(SETTINGS, encoding="utf-8")
    return write(tmp_path)


@pytest.fixture
def words(folder: Path) -> Path:
    return folder / "words.yaml"


@pytest.fixture
def deeds(folder: Path) -> Path:
    return folder / "deeds.yaml"


@pytest.fixture
def talk(folder: Path) -> Iterator[Client]:
    with client(folder.parent) as one:
        yield one


def spot(text: str, word: str, number: int = 1) -> tuple[int, int]:
    """Return where a word stands for the n-th time, as a client counts in ASCII lines."""
    line, column = find(text, word, number)
    return line - 1, column - 1


def carried_out(texts: dict[Path, str], change: Any) -> dict[Path, str]:
    """Make the changes of an edit the way an editor does: in units of UTF-16, from the end."""
    by_uri = change.get("changes") or {one["textDocument"]["uri"]: one["edits"] for one in change["documentChanges"]}
    new = dict(texts)
    for path, text in texts.items():
        lines = text.split("\n")
        starts = [
            sum(len(line.encode("utf-16-le")) // 2 + 1 for line in lines[:number]) for number in range(len(lines) + 1)
        ]
        units = text.encode("utf-16-le")

        def at(place: Any, starts: list[int] = starts) -> int:
            line, character = int(place["line"]), int(place["character"])
            return 2 * (starts[line] + character)

        edits = sorted(by_uri.get(path.as_uri(), []), key=lambda edit: at(edit["range"]["start"]), reverse=True)
        for edit in edits:
            span = edit["range"]
            units = units[: at(span["start"])] + edit["newText"].encode("utf-16-le") + units[at(span["end"]) :]
        new[path] = units.decode("utf-16-le")
    return new


# --- Hello and good-bye --------------------------------------------------------------------------------------------


def test_hello_and_goodbye(folder: Path) -> None:
    one = Client(folder, textDocument={"rename": {"prepareSupport": True}})
    try:
        found = one.start()
        assert found["serverInfo"]["name"] == "privpolicy"
        offered = found["capabilities"]
        assert offered["textDocumentSync"]["change"] == 1
        assert offered["positionEncoding"] == "utf-16"
        assert offered["renameProvider"] == {"prepareProvider": True}
        assert "source.fixAll.privpolicy" in offered["codeActionProvider"]["codeActionKinds"]
        for name in ("hover", "completion", "definition", "references", "documentSymbol", "documentHighlight"):
            assert f"{name}Provider" in offered
        assert one.stop() == 0
    finally:
        one.kill()


def test_goodbye_while_something_is_looked_at(talk: Client, deeds: Path) -> None:
    talk.open(deeds)
    talk.change(deeds, DEEDS + "\n", 2)
    assert talk.stop() == 0


def test_what_editors_append_to_the_command_is_taken(folder: Path) -> None:
    arguments = [sys.executable, "-m", "privpolicy", "lsp", "--stdio", "--clientProcessId=1"]
    ran = subprocess.run(  # noqa: S603  # this very program
        arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=folder
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "")


def test_hanging_up_is_not_orderly(talk: Client) -> None:
    assert talk.hang_up() == 1


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "hide.py").write_text(
        "import importlib.util as u, sys\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'pygls' else find(name, package)\n"
        "from privpolicy.cli.main import main\n"
        "sys.exit(main(['lsp']))\n",
        encoding="utf-8",
    )
    ran = subprocess.run([sys.executable, tmp_path / "hide.py"], capture_output=True, text=True, check=False)  # noqa: S603
    assert ran.returncode == 2
    assert "pip install 'privpolicy[lsp]'" in ran.stderr
    assert ran.stdout == ""


# --- Diagnostics ---------------------------------------------------------------------------------------------------


def test_a_fault_is_told_and_goes_when_it_is_mended(talk: Client, deeds: Path) -> None:
    talk.open(deeds, DEEDS.replace("purposes: [service]", "purposes: [servise]"))
    (found,) = talk.told(deeds, 1)
    assert found["code"] == "PP201"
    assert found["severity"] == 1
    assert found["source"] == "privpolicy"
    assert "did you mean `service`?" in found["message"]
    line, column = spot(DEEDS, "service")
    assert found["range"] == {
        "start": {"line": line, "character": column},
        "end": {"line": line, "character": column + 7},
    }
    talk.change(deeds, DEEDS, 2)
    assert talk.told(deeds, 2) == []


def test_the_same_as_the_command_says(tmp_path: Path) -> None:
    endless = WORDS.replace("until: contract-end}]", "}, {phase: active, for: P1Y}]").replace("active, }", "active}")
    folder = write(tmp_path, words=endless, deeds=DEEDS)
    report = api.lint(folder, config=find_config(folder))
    expected = sorted((one.code.id, one.span.line, one.span.file) for one in report.diagnostics if one.span)
    assert expected
    with client(tmp_path) as talk:
        for name in ("words", "deeds"):
            talk.open(folder / f"{name}.yaml")
            talk.told(folder / f"{name}.yaml", 1)
        found = [
            (one["code"], one["range"]["start"]["line"] + 1, str(folder / Path(uri).name))
            for uri, several in talk.diagnostics.items()
            for one in several
        ]
    assert sorted(found) == expected


def test_a_change_in_one_file_is_told_in_another(talk: Client, words: Path, deeds: Path) -> None:
    talk.open(words)
    assert talk.told(words, 1) == []
    talk.change(words, WORDS.replace("  contact.email: {}\n", ""), 2)
    talk.told(words, 2)
    talk.until(lambda: talk.codes(deeds))
    assert talk.codes(deeds) == ["PP202", "PP202"]
    assert talk.versions[deeds.as_uri()] is None
    talk.change(words, WORDS, 3)
    talk.told(words, 3)
    talk.until(lambda: not talk.codes(deeds))


def test_columns_count_in_units_of_utf_16(talk: Client, words: Path) -> None:
    text = WORDS.replace("facts:", "facts:\n  x: {type: enum, title: 🦊🦊é, values: [], typo: 1}")
    talk.open(words, text)
    found = {one["code"]: one["range"] for one in talk.told(words, 1)}
    start = found["PP103"]["start"]
    line = text.split("\n")[start["line"]]
    assert line.encode("utf-16-le")[2 * start["character"] :].decode("utf-16-le").startswith("typo")
    assert found["PP103"]["end"]["character"] == start["character"] + 4


def test_a_client_that_counts_characters(folder: Path, words: Path) -> None:
    with client(folder.parent, general={"positionEncodings": ["utf-32", "utf-16"]}) as talk:
        text = WORDS.replace("facts:", "facts:\n  x: {type: boolean, title: 🦊, typo: 1}")
        talk.open(words, text)
        (found,) = talk.told(words, 1)
        assert text.split("\n")[found["range"]["start"]["line"]].index("typo") == found["range"]["start"]["character"]


def test_text_that_is_no_yaml_while_typing(talk: Client, deeds: Path) -> None:
    talk.open(deeds)
    assert talk.told(deeds, 1) == []
    talk.change(deeds, DEEDS.replace("[service]", "[service"), 2)
    assert [one["code"] for one in talk.told(deeds, 2)] == ["PP010"]
    talk.change(deeds, DEEDS, 3)
    assert talk.told(deeds, 3) == []


@pytest.mark.parametrize(
    "text", ["", "\t", "- a", "a: &x b", "\ufeffevents: {x: }", "events:\r  x:\r", "\x00", "é: [🦊"]
)
def test_whatever_is_typed(talk: Client, deeds: Path, text: str) -> None:
    talk.open(deeds)
    talk.change(deeds, text, 2)
    talk.told(deeds, 2)
    for line in range(2):
        for method in ("hover", "completion", "definition"):
            talk.at(f"textDocument/{method}", deeds, (line, 3))


def test_the_last_version_wins(talk: Client, deeds: Path) -> None:
    talk.open(deeds)
    for version in range(2, 40):
        talk.change(deeds, DEEDS.replace("[tls]", f"[tls-{version}]"), version)
    (found,) = talk.told(deeds, 39)
    assert "tls-39" in found["message"]
    talk.change(deeds, DEEDS, 40)
    assert talk.told(deeds, 40) == []


def test_a_closed_file_is_what_is_on_the_disk(talk: Client, deeds: Path) -> None:
    talk.open(deeds, DEEDS.replace("[tls]", "[tlss]"))
    assert len(talk.told(deeds, 1)) == 1
    talk.close(deeds)
    assert talk.told(deeds, None) == []


def test_files_that_come_and_go_on_the_disk(folder: Path, words: Path) -> None:
    with client(folder.parent, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}}) as talk:
        talk.open(words)
        talk.told(words, 1)
        assert [one["method"] for one in talk.registered] == ["workspace/didChangeWatchedFiles"]
        more = folder / "more.yaml"
        more.write_text("purposes: {service: {}}\n", encoding="utf-8")
        talk.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": more.as_uri(), "type": 1}]})
        talk.until(lambda: any(map(talk.codes, (words, more))))
        more.unlink()
        talk.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": more.as_uri(), "type": 3}]})
        talk.until(lambda: not any(map(talk.codes, (words, more))))


def test_a_file_that_is_part_of_no_policy(talk: Client, folder: Path) -> None:
    for name in ("tests/a.yaml", "a.policytest.yaml"):
        path = folder / name
        talk.open(path, "purposes: [\n")
        assert talk.told(path, 1) == []
        assert talk.at("textDocument/hover", path, (0, 3)) is None
        assert talk.at("textDocument/completion", path, (0, 0)) is None
        assert talk.at("textDocument/prepareRename", path, (0, 3)) is None
        assert talk.actions(path, (0, 0)) == []
        talk.close(path)
    document = {"uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1, "text": "policy: {}\n"}
    talk.tell("textDocument/didOpen", {"textDocument": document})
    assert talk.stop() == 0


def test_a_file_that_becomes_part_of_a_policy(tmp_path: Path) -> None:
    with client(tmp_path) as talk:
        deeds, words = tmp_path / "deeds.yaml", tmp_path / "words.yaml"
        talk.open(deeds, DEEDS.replace("[tls]", "[tlss]"))
        assert talk.told(deeds, 1) == []
        talk.open(words, WORDS)
        talk.until(lambda: talk.codes(deeds))
        assert talk.codes(deeds) == ["PP208"]
        talk.change(words, WORDS.replace("policy:", "polic:"), 2)
        talk.until(lambda: not talk.codes(deeds))


def test_a_folder_that_falls_into_policies_of_one_file(talk: Client, folder: Path, words: Path, deeds: Path) -> None:
    """Each file is told of by one policy, the one that it is part of."""
    (folder.parent / "privpolicy.toml").write_text(SETTINGS, encoding="utf-8")
    talk.open(words)
    talk.open(deeds, DEEDS.replace("[tls]", "[tlss]"))
    assert [one["code"] for one in talk.told(deeds, 1)] == ["PP208"]
    talk.change(deeds, "policy: {language: 1, id: y}\n", 2)
    assert talk.told(deeds, 2) == []
    talk.change(words, WORDS.replace("role: processor, ", ""), 2)
    assert [one["code"] for one in talk.told(words, 2)] == ["PP603"]
    assert talk.codes(deeds) == []
    talk.change(deeds, DEEDS, 3)
    talk.told(deeds, 3)
    talk.change(words, WORDS, 3)
    assert talk.told(words, 3) == []


def test_bad_settings_are_told_once(folder: Path, deeds: Path) -> None:
    (folder.parent / "privpolicy.toml").write_text('[lint]\nselect = ["PP999"]\n', encoding="utf-8")
    with client(folder.parent) as talk:
        talk.open(deeds, DEEDS.replace("[tls]", "[tlss]"))
        assert [one["code"] for one in talk.told(deeds, 1)] == ["PP208"]
        talk.change(deeds, DEEDS, 2)
        assert talk.told(deeds, 2) == []
        talk.until(lambda: talk.messages)
        assert len(talk.messages) == 1
        assert "PP999" in talk.messages[0]


# --- Questions -----------------------------------------------------------------------------------------------------


def test_hover(talk: Client, deeds: Path) -> None:
    talk.open(deeds)
    found = talk.at("textDocument/hover", deeds, spot(DEEDS, "hosting.backup"))
    assert found["contents"]["kind"] == "markdown"
    assert found["contents"]["value"].startswith("**recipient** `hosting.backup`")
    line, column = spot(DEEDS, "hosting.backup")
    assert found["range"]["start"] == {"line": line, "character": column}


def test_definition_and_references(talk: Client, words: Path, deeds: Path) -> None:
    talk.open(deeds)
    (found,) = talk.at("textDocument/definition", deeds, spot(DEEDS, "contact.email"))
    assert found["uri"] == words.as_uri()
    line, column = spot(WORDS, "contact.email")
    assert found["range"]["start"] == {"line": line, "character": column}
    ask = {"context": {"includeDeclaration": True}}
    place = spot(WORDS, "contact.email")
    assert len(talk.at("textDocument/references", words, place, **ask)) == 3
    ask["context"]["includeDeclaration"] = False
    several = talk.at("textDocument/references", words, place, **ask)
    assert [one["uri"] for one in several] == [deeds.as_uri()] * 2
    assert talk.at("textDocument/definition", deeds, spot(DEEDS, "Keep")) is None
    assert len(talk.at("textDocument/documentHighlight", deeds, spot(DEEDS, "contact.email"))) == 2


def test_symbols(talk: Client, deeds: Path) -> None:
    talk.open(deeds)
    found = talk.ask("textDocument/documentSymbol", {"textDocument": {"uri": deeds.as_uri()}})
    assert [one["name"] for one in found] == ["activities", "prohibitions"]
    assert [one["name"] for one in found[0]["children"]] == ["account", "newsletter"]
    assert found[0]["children"][0]["detail"] == "activity"


def test_completion_in_a_text_that_is_no_yaml(talk: Client, deeds: Path) -> None:
    text = DEEDS.replace("purposes: [service]", "purposes: [service.bil")
    talk.open(deeds, text)
    line, column = spot(text, "service.bil")
    found = talk.at("textDocument/completion", deeds, (line, column + len("service.bil")))
    by_label = {one["label"]: one for one in found["items"]}
    assert set(by_label) == {"service", "service.billing", "marketing", "marketing.newsletter"}
    edit = by_label["service.billing"]["textEdit"]
    assert edit["newText"] == "service.billing"
    assert edit["range"]["start"] == {"line": line, "character": column}
    assert not found["isIncomplete"]


# --- Changes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("capabilities", [{}, VERSIONED])
def test_rename_across_two_files(folder: Path, words: Path, deeds: Path, capabilities: dict[str, Any]) -> None:
    texts = {words: WORDS.replace("contact: {}", "contact: {title: 🦊}"), deeds: DEEDS}
    with client(folder.parent, **capabilities) as talk:
        talk.open(words, texts[words])
        talk.open(deeds)
        place = spot(DEEDS, '"contact"')
        found = talk.at("textDocument/prepareRename", deeds, (place[0], place[1] + 3))
        assert found["placeholder"] == "contact"
        assert found["range"]["start"]["character"] == place[1] + 1
        change = talk.at("textDocument/rename", deeds, (place[0], place[1] + 3), newName="reach")
        if capabilities:
            assert {one["textDocument"]["version"] for one in change["documentChanges"]} == {1}
        new = carried_out(texts, change)
        assert new[deeds] == DEEDS.replace("contact", "reach")
        assert new[words] == texts[words].replace("contact", "reach")
        for path, text in new.items():
            talk.change(path, text, 2)
        assert talk.told(words, 2) == []
        assert talk.told(deeds, 2) == []


def test_names_that_are_refused(talk: Client, deeds: Path) -> None:
    talk.open(deeds)
    place = spot(DEEDS, "service")
    for name, why in (("Bad Name", "is no id"), ("marketing", "already")):
        with pytest.raises(AnswerError, match=why):
            talk.at("textDocument/rename", deeds, place, newName=name)
    with pytest.raises(AnswerError, match="built into the language"):
        talk.at("textDocument/prepareRename", deeds, spot(DEEDS, "controller"))
    assert talk.at("textDocument/prepareRename", deeds, spot(DEEDS, "Keep")) is None
    assert talk.at("textDocument/rename", deeds, spot(DEEDS, "Keep"), newName="x") is None


def test_what_was_meant_is_written(talk: Client, deeds: Path) -> None:
    text = DEEDS.replace("purposes: [service]", "purposes: [servise]")
    talk.open(deeds, text)
    (action,) = talk.actions(deeds, spot(text, "servise"))
    assert action["title"] == "Write `service`"
    assert action["kind"] == "quickfix"
    assert action["isPreferred"]
    assert [one["code"] for one in action["diagnostics"]] == ["PP201"]
    new = carried_out({deeds: text}, action["edit"])[deeds]
    assert new == DEEDS
    talk.change(deeds, new, 2)
    assert talk.told(deeds, 2) == []
    assert talk.actions(deeds, spot(DEEDS, "service")) == []


def test_a_fix_is_carried_out(talk: Client, deeds: Path) -> None:
    text = DEEDS.replace("[tls]", "[tls]  # privpolicy: ignore[PP502] for no reason")
    talk.open(deeds, text)
    (found,) = talk.told(deeds, 1)
    assert found["code"] == "PP940"
    assert found["tags"] == [1]
    for action in (
        *talk.actions(deeds, spot(text, "# privpolicy")),
        *talk.actions(deeds, (0, 0), only=["source.fixAll"]),
    ):
        assert carried_out({deeds: text}, action["edit"])[deeds] == DEEDS
    assert talk.actions(deeds, spot(text, "# privpolicy"), only=["refactor"]) == []
    assert talk.actions(deeds, (0, 0)) == []


def test_a_finding_is_taken_back(talk: Client, words: Path) -> None:
    endless = "phases: [{phase: active}, {phase: active, for: P1Y}]"
    text = WORDS.replace("phases: [{phase: active, until: contract-end}]", endless)
    talk.open(words, text)
    (found,) = talk.told(words, 1)
    assert (found["code"], found["severity"]) == ("PP502", 2)
    place = (found["range"]["start"]["line"], found["range"]["start"]["character"])
    (action,) = talk.actions(words, place)
    assert action["title"] == "Ignore PP502 (endless-phase) here"
    new = carried_out({words: text}, action["edit"])[words]
    assert "# privpolicy: ignore[PP502] say why" in new
    talk.change(words, new, 2)
    assert talk.told(words, 2) == []
    line = next(number for number, one in enumerate(new.split("\n")) if "ignore" in one)
    hovered = talk.at("textDocument/hover", words, (line, new.split("\n")[line].index("PP502") + 1))
    assert hovered["contents"]["value"].startswith("**PP502** endless-phase")


# --- Speed ---------------------------------------------------------------------------------------------------------


def test_a_keystroke_in_the_shipped_policy_is_answered_at_once() -> None:
    folder = Path(__file__).parents[2] / "policies" / "multi-planning"
    purposes = folder / "purposes.yaml"
    text = purposes.read_text(encoding="utf-8")
    with client(folder) as talk:
        talk.open(purposes)
        talk.told(purposes, 1)
        start = time.perf_counter()
        talk.change(purposes, text + "\n", 2)
        talk.told(purposes, 2)
        assert time.perf_counter() - start < 5  # well below a second where nothing else runs
