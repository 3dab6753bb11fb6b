"""``privpolicy audit``: whole tables, into files and sums."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cli.conftest import Run, program

from privpolicy.batch.tally import Answer, Tally
from privpolicy.cli import init
from privpolicy.cli.progress import Share
from privpolicy.engine.policy import Policy
from privpolicy.output.audit_text import audit_text
from privpolicy.output.page import Look

SHOP = str(Path(init.__file__).with_name("starter"))
HEAD = "id,user,purpose,data,operation,complete,collected\n"
ROWS = (
    "001,1,newsletter,contact.email,use,true,2026-01-01\n"
    "002,2,newsletter,contact.email,use,true,2026-01-01\n"
    "003,,newsletter,contact.email,use,,2026-01-01T00:00:00+01:00\n"
    "004,4,bookkeeping,purchase,disclose,true,\n"
    "005,5,advertising,purchase,use,true,\n"
)
CONSENTS = "user,purpose,given,withdrawn\n1,newsletter,2026-02-01,\n2,newsletter,2026-02-01,2026-03-01T10:00:00Z\n"
HOW = ("--columns", "columns.yaml", "--at", "2026-06-01", "--consents", "consents.csv", "--on", "user")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "requests.csv").write_text(HEAD + ROWS)
    (tmp_path / "consents.csv").write_text(CONSENTS)
    (tmp_path / "columns.yaml").write_text("# collected\nevents.collected: collected\n")
    return tmp_path


def test_a_sum_is_told(run: Run) -> None:
    ran = run("audit", SHOP, "requests.csv", *HOW)
    assert (ran.code, ran.err) == (2, "")
    assert (
        ran.out
        == """\
5 rows of `requests.csv` under starter 1

PERMIT       1   20.0 %
             1   20.0 %  `newsletter`

CONDITIONAL  1   20.0 %
             1   20.0 %  `consent-unknown` for `newsletter`

DENY         2   40.0 %
             1   20.0 %  `consent-withdrawn`
             1   20.0 %  `not-covered`

NO ANSWER    1   20.0 %
             1   20.0 %  purpose: the policy knows no purpose `advertising`

Not read     `id`
"""
    )


def test_every_row_answered_is_success(run: Run, folder: Path) -> None:
    (folder / "requests.csv").write_text(HEAD + ROWS.rpartition("005")[0])
    assert run("audit", SHOP, "requests.csv", *HOW).code == 0
    (folder / "requests.csv").write_text(HEAD)
    ran = run("audit", SHOP, "requests.csv", *HOW)
    assert (ran.code, ran.out) == (0, "0 rows of `requests.csv` under starter 1\n\nNot read     `id`\n")


@pytest.mark.parametrize("name", ["d.parquet", "d.csv", "d.csv.gz", "d.tsv", "it's [1].parquet", "it's *.csv"])
def test_decisions_are_written_beside_the_columns(run: Run, name: str, folder: Path) -> None:
    before = set(folder.iterdir())
    ran = run("audit", SHOP, "requests.csv", *HOW, "--out", name, "--prefix", "p_")
    assert (ran.code, ran.err) == (2, "")
    assert (
        ran.out.split()
        == f"5 rows decided in `{name}`; 1 row without an answer, see `error` there, or --summary".split()
    )
    assert set(folder.iterdir()) - before == {folder / name}
    assert run("audit", SHOP, "requests.csv", *HOW, "--out", name, "--summary").out.startswith("5 rows of")


def test_text_files_hold_instants_and_lists_as_text(run: Run, folder: Path) -> None:
    run("audit", SHOP, "requests.csv", *HOW, "--out", "d.csv")
    lines = (folder / "d.csv").read_text().splitlines()
    assert lines[0] == HEAD.strip() + ",outcome,activity,reason,until,obligations,error"
    first = "001,1,newsletter,contact.email,use,true,2026-01-01T00:00:00Z"
    assert lines[1] == f"{first},permit,newsletter,permitted,2029-01-01T00:00:00Z,need-to-know,"
    assert run("audit", SHOP, "d.csv", *HOW, "--prefix", "again_").code == 2  # and are read again


def test_a_written_table_says_what_one_that_is_only_summed_up_says(run: Run) -> None:
    told = [json.loads(run("audit", SHOP, "requests.csv", *HOW, "--format", "json").out)]
    for name in ("d.parquet", "d.csv.gz"):
        told.append(json.loads(run("audit", SHOP, "requests.csv", *HOW, "--out", name, "--format", "json").out))
        assert told[-1].pop("out") == name
    assert told[0].pop("out") is None
    assert told[0] == told[1] == told[2]
    assert told[0]["outcomes"] == {"permit": 1, "conditional": 1, "deny": 2}
    assert (told[0]["rows"], told[0]["faulty"], told[0]["not-read"]) == (5, 1, ["id"])


def test_the_policy_of_the_project_is_asked(run: Run, folder: Path) -> None:
    (folder / "privpolicy.toml").write_text(f'policy = "{SHOP}"\n')
    assert "under starter 1" in run("audit", "requests.csv", *HOW).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("requests.csv", "a", "b"), "more than a policy and one file are named"),
        ((SHOP, "requests.csv", "--consents", "consents.csv"), "--consents and --objections need --on"),
        ((SHOP, "requests.csv", "--on", "user"), "neither is given"),
        ((SHOP, "nowhere.parquet"), "`nowhere.parquet` is not there"),
        ((SHOP, "requests.jsonl"), "privpolicy check --request"),
        ((SHOP, "requests.csv", "--out", "requests.csv"), "`requests.csv` is among what is read"),
        ((SHOP, "requests.csv", *HOW, "--out", "consents.csv"), "`consents.csv` is among what is read"),
        ((SHOP, ".", "--out", "d.csv"), "`d.csv` is among what is read"),
        ((SHOP, "*.csv", "--out", "d.csv"), "`d.csv` is among what is read"),
        ((SHOP, "requests.csv", "--out", "nowhere/d.csv"), "no folder `nowhere`"),
        ((SHOP, "requests.csv", "--out", "d.xlsx"), "decisions are written to .parquet"),
        ((SHOP, "requests.csv", "--at", "yesterday"), "at: `yesterday` is no date"),
        ((SHOP, "requests.csv", "--columns", "nowhere.yaml"), "--columns: `nowhere.yaml`"),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, arguments: tuple[str, ...], said: str, folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.iterdir()}
    ran = run("audit", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("events.collected:\n", "columns.yaml:1:1: `events.collected` needs a column"),
        ("purpose: [a]\n", "columns.yaml:1:10: `purpose` needs a column"),
        ("\npurposes: purpose\n", "columns.yaml:2:1: a request has no `purposes`"),
        ("purpose: purpose\npurpose: data\n", "columns.yaml:2:1: "),
        ("\nevents.collected: collectd\n", "columns.yaml:2:1: the table has no column `collectd`"),
        ("- a\n", "columns.yaml"),
        ("", "columns.yaml"),
    ],
)
def test_faults_of_the_columns_have_a_place(run: Run, text: str, said: str, folder: Path) -> None:
    (folder / "columns.yaml").write_text(text)
    ran = run("audit", SHOP, "requests.csv", "--columns", "columns.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_null_leaves_a_column_unread(run: Run, folder: Path) -> None:
    (folder / "columns.yaml").write_text("operation: null\ncomplete: ~\n")
    ran = run("audit", SHOP, "requests.csv", "--columns", "columns.yaml", "--format", "json")
    assert json.loads(ran.out)["not-read"] == ["id", "user", "operation", "complete", "collected"]


def test_a_fault_in_a_late_row_leaves_nothing_behind(run: Run, folder: Path) -> None:
    (folder / "d.csv").write_text("as it was")
    (folder / "requests.csv").write_text(HEAD + ROWS * 5_000 + "1,2\n")
    before = set(folder.iterdir())
    ran = run("audit", SHOP, "requests.csv", *HOW, "--out", "d.csv")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert set(folder.iterdir()) == before
    assert (folder / "d.csv").read_text() == "as it was"


def test_an_interruption_leaves_nothing_behind(folder: Path) -> None:
    one = pa.table({"purpose": ["newsletter", "bookkeeping"], "data": ["contact.email", "purchase"]})
    pq.write_table(pa.concat_tables([one] * 1_500_000).combine_chunks(), folder / "many.parquet")
    before = set(folder.iterdir())
    ran = program(
        ["audit", SHOP, "many.parquet", "--out", "d.csv"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not [file for file in folder.iterdir() if file.name.endswith("-d.csv")]:
        assert ran.poll() is None, ran.communicate()
        time.sleep(0.02)
    ran.send_signal(signal.SIGINT)
    out, err = ran.communicate(timeout=60)
    assert (ran.returncode, out, err) == (130, b"", b"")
    assert set(folder.iterdir()) == before


def test_how_far_it_is_is_told_to_whoever_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    written, clock = io.StringIO(), iter([0.0, 0.5, 1.5, 1.6, 2.0])
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with Share(watched=True) as share:
        for percent in (1.0, -1.0, 40.0, 41.4):
            share.told(percent)
    assert written.getvalue() == "\r\x1b[Kreading\r\x1b[K41 % decided\r\x1b[K"


def test_long_sums_are_cut_and_wrapped() -> None:
    policy = Policy.__new__(Policy)
    counts = [(Answer("deny", None, f"reason-{number}", None), 1_000_000 - number) for number in range(10)]
    counts.append((Answer(None, None, None, "context.consents: `purpose` and `given` are required, " * 2), 3))
    model = type("Model", (), {"policy": type("Section", (), {"id": "shop", "version": None})})
    object.__setattr__(policy, "model", model)
    told = audit_text(Tally(tuple(counts)), policy, ("r.parquet", None), (), Look(width=80))
    assert "9,999,958 rows of `r.parquet` under shop" in told
    assert "  1,999,983   20.0 %  2 others\n" in told
    assert max(map(len, told.splitlines())) <= 80


def test_without_the_extra_it_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("privpolicy.batch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ibis", None)
    ran = run("audit", SHOP, "requests.csv")
    assert ran.code == 2
    assert "needs the extra `table`" in ran.err
