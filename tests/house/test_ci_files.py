"""What other tools read of this repository: hooks for pre-commit, an action and a workflow for GitHub, docs/ci.md.

Each file is checked by the tool or the schema that will read it, and its commands are run. What cannot be done here is
installing: hooks and steps run with the privpolicy that is tested.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from privpolicy.output.markdown import MARK

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "action.yml"
EXAMPLE = ROOT / "examples" / "github"
WORKFLOW = EXAMPLE / ".github" / "workflows" / "privacy.yml"
PAGE = ROOT / "docs" / "ci.md"
SCRIPTS = Path(sys.executable).parent

_EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}", re.DOTALL)


def read(file: Path) -> Any:
    return YAML(typ="safe").load(file.read_text(encoding="utf-8"))


def ran(*command: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", **(env or {})}
    return subprocess.run(command, cwd=cwd, env=given, capture_output=True, text=True, check=False)  # noqa: S603


def succeeded(*command: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    done = ran(*command, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr


def fits(schema: str, file: Path) -> None:
    """Check a file against a schema that check-jsonschema ships."""
    succeeded(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a copy of the example: a policy with a fault, and the settings of a project."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "shop"))


# --- pre-commit ---------------------------------------------------------------------------------------------------


def test_pre_commit_reads_the_hooks() -> None:
    succeeded(sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS))


@pytest.mark.parametrize("file", ["policies/shop/a.yaml", "b.yml", "pyproject.toml", "services/x/pyproject.toml"])
def test_hooks_run_when_a_policy_or_its_settings_change(file: str) -> None:
    assert all(re.search(hook["files"], file) for hook in read(HOOKS))


@pytest.mark.parametrize("file", ["src/a.py", "yaml", "notpyproject.toml", "a.yaml.txt"])
def test_hooks_sleep_else(file: str) -> None:
    assert not any(re.search(hook["files"], file) for hook in read(HOOKS))


class Committed:
    """A repository of git in a folder, and pre-commit in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.env = {
            "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "a@shop.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }  # fmt: skip
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        done = ran("git", *arguments, cwd=self.folder, env=self.env)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=all")
        return self.git("rev-parse", "HEAD")

    def pre_commit(self, hook: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never", hook)
        return ran(*command, cwd=self.folder, env=self.env)


def test_hooks_run_in_a_repository(shop: Path, tmp_path: Path) -> None:
    """The hooks come from a repository as they stand; only their environment is this one, which is not installed."""
    (tmp_path / "hooks").mkdir()
    shutil.copy(HOOKS, tmp_path / "hooks")
    rev = Committed(tmp_path / "hooks", tmp_path / "home").commit()
    hooks = [{"id": hook["id"], "language": "unsupported"} for hook in read(HOOKS)]
    config = {"repos": [{"repo": str(tmp_path / "hooks"), "rev": rev, "hooks": hooks}]}
    (shop / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    repository = Committed(shop, tmp_path / "home")
    repository.commit()

    validated = repository.pre_commit("privpolicy-validate")
    assert validated.returncode == 0, validated.stdout
    linted = repository.pre_commit("privpolicy-lint")
    assert linted.returncode == 1
    assert "- exit code: 1\n" in linted.stdout
    assert "error[PP310] interest-not-named" in linted.stdout
    assert " --> policies/shop/policy.yaml:" in linted.stdout

    policy = shop / "policies" / "shop" / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8") + "    datas: [contact]\n", encoding="utf-8")
    repository.commit()
    assert "error[PP103] unknown-key" in repository.pre_commit("privpolicy-validate").stdout


# --- The action ---------------------------------------------------------------------------------------------------


def steps_of(file: Path) -> list[dict[str, Any]]:
    """Return the steps of an action or of every job of a workflow."""
    written = read(file)
    jobs = [written["runs"]] if "runs" in written else written["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def expressions(value: Any) -> set[str]:
    return set(_EXPRESSION.findall(json.dumps(value)))


def test_the_action_fits_its_schema() -> None:
    fits("github-actions", ACTION)


def test_every_input_is_used_and_none_is_made_up() -> None:
    action = read(ACTION)
    used = {name for name in expressions(action) if name.startswith("inputs.")}
    assert used == {f"inputs.{name}" for name in action["inputs"]}


def test_every_output_is_set() -> None:
    lint = steps_of(ACTION)[-1]
    for name, output in read(ACTION)["outputs"].items():
        assert output["value"] == f"${{{{ steps.{lint['id']}.outputs.{name} }}}}"


@pytest.mark.parametrize("file", [ACTION, WORKFLOW], ids=lambda file: file.name)
def test_nothing_is_pasted_into_a_shell(file: Path) -> None:
    """An expression in a script would let whoever sets its value run commands."""
    scripts = [step["run"] for step in steps_of(file) if "run" in step]
    assert scripts
    assert not any("${{" in script for script in scripts)
    assert all(step["shell"] == "bash" for step in steps_of(file) if "run" in step)


@dataclass(frozen=True)
class Step:
    """What a step of the action did: how it ended, what stands in the log, and what it handed on."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def act(shop: Path, inputs: Mapping[str, str] | None = None, number: int = -1) -> Step:
    """Run a step of the action as GitHub does."""
    action, temp = read(ACTION), shop.parent / "temp"
    shutil.rmtree(temp, ignore_errors=True)
    temp.mkdir()
    given = {name: str(one["default"]) for name, one in action["inputs"].items()}
    assert given.keys() >= (inputs or {}).keys()
    given |= inputs or {}
    known = {f"inputs.{name}": value for name, value in given.items()}
    known["steps.install.outputs.scripts"] = str(SCRIPTS)
    step = steps_of(ACTION)[number]
    (temp / "script.sh").write_text(step["run"], encoding="utf-8")
    env = {name: _EXPRESSION.sub(lambda found: known[found[1]], value) for name, value in step["env"].items()}
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        env[name] = str(temp / name)
        (temp / name).touch()
    env |= {"RUNNER_TEMP": str(temp), "RUNNER_OS": "Linux", "GITHUB_ACTION_PATH": str(ROOT)}
    done = ran("bash", "--noprofile", "--norc", "-eo", "pipefail", str(temp / "script.sh"), cwd=shop, env=env)
    outputs = outputs_in((temp / "GITHUB_OUTPUT").read_text(encoding="utf-8"))
    summary = (temp / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
    return Step(done.returncode, done.stdout + done.stderr, outputs, summary)


def outputs_in(text: str) -> dict[str, str]:
    """Read outputs as GitHub does: `name=value`, or `name<<end`, lines, `end`."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, several, end = line.partition("<<")
        if several:
            found[name] = "\n".join(takewhile(end.__ne__, lines))
        else:
            name, _, found[name] = line.partition("=")
    return found


def test_the_action_tells_what_it_found(shop: Path) -> None:
    step = act(shop, {"markdown-file": "privacy.md"})
    assert step.code == 1, step.log
    assert re.search(
        r"^::error file=policies/shop/policy\.yaml,line=\d+,.*title=PP310 interest-not-named::", step.log, re.MULTILINE
    )
    assert step.log.count("title=PP310") == 1  # the other forms tell nothing into the log
    assert step.summary.startswith(f"{MARK}\n\n### Privacy policy: will not stand\n")
    assert step.summary == (shop / "privacy.md").read_text(encoding="utf-8")
    (run,) = json.loads((shop / "privpolicy.sarif").read_text(encoding="utf-8"))["runs"]
    levels = [result["level"] for result in run["results"]]
    assert step.outputs == {
        "exit-code": "1",
        "errors": str(levels.count("error")),
        "warnings": str(levels.count("warning")),
        "notes": str(levels.count("note")),
        "sarif-file": "privpolicy.sarif",
        "markdown-file": "privacy.md",
    }
    assert step.outputs["errors"] != "0"


def test_the_action_takes_what_it_is_told(shop: Path) -> None:
    given = {"select": "PP310", "at": "2026-01-01", "fail-on": "never", "annotations": "false", "sarif-file": ""}
    step = act(shop, given)
    assert step.code == 0, step.log
    assert "error[PP310] interest-not-named" in step.log
    assert "2026-01-01" in step.log
    assert (step.outputs["errors"], step.outputs["notes"]) == ("1", "0")
    assert not (shop / "privpolicy.sarif").exists()
    step = act(shop, {"ignore": "ALL", "summary": "false", "policy": "policies"})
    assert (step.code, step.summary, step.outputs["errors"]) == (0, "", "0")


def test_the_action_lives_with_a_baseline(shop: Path) -> None:
    succeeded("privpolicy", "lint", "--baseline", "known.json", "--write-baseline", cwd=shop)
    step = act(shop, {"baseline": "known.json"})
    assert step.code == 0, step.log
    assert step.outputs["errors"] == "0"
    assert "known from the baseline" in step.summary


@pytest.mark.parametrize(
    "inputs",
    [{"policy": "nowhere"}, {"at": "yesterday"}, {"policy": "--version"}],
    ids=str,
)
def test_the_action_cannot_look(shop: Path, inputs: dict[str, str]) -> None:
    step = act(shop, inputs)
    assert step.code == 2, step.log
    assert "::error title=privpolicy::the policy could not be looked at" in step.log
    assert step.outputs == {"exit-code": "2"}
    assert not (shop / "privpolicy.sarif").exists()


def test_the_action_says_what_it_cannot_write(shop: Path) -> None:
    step = act(shop, {"sarif-file": "no/such/folder/a.sarif", "fail-on": "never"})
    assert step.code == 2
    assert "`no/such/folder/a.sarif` cannot be written" in step.log
    assert "sarif-file" not in step.outputs


@pytest.mark.parametrize("names", [("policy", "at", "select", "baseline", "python"), ("sarif-file", "markdown-file")])
def test_no_input_runs_a_command(shop: Path, names: tuple[str, ...]) -> None:
    value = "$(touch pwned) `touch pwned`; touch pwned #\" ' && touch pwned\n::warning::pwned"
    step = act(shop, dict.fromkeys(names, value))
    assert not (shop / "pwned").exists()
    assert "exit-code" in step.outputs
    assert step.outputs.get("sarif-file") in {value, None}
    assert step.outputs.get("markdown-file") == (value if "markdown-file" in names else None)


def test_the_action_asks_for_a_python_that_will_do(shop: Path) -> None:
    old = shop / "old-python"
    old.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "import sys; sys.version_info = (3, 10); $2"\n')
    old.chmod(0o755)
    step = act(shop, {"python": str(old)}, 0)
    assert step.code == 1
    assert "::error::privpolicy needs Python 3.11 or newer" in step.log
    assert step.outputs == {}


# --- The workflow -------------------------------------------------------------------------------------------------


def test_the_workflow_fits_its_schema() -> None:
    fits("github-workflows", WORKFLOW)


def test_the_workflow_uses_the_action_as_it_is() -> None:
    action, steps = read(ACTION), steps_of(WORKFLOW)
    (ours,) = [step for step in steps if "/privpolicy@" in step.get("uses", "")]
    assert ours["with"].keys() <= action["inputs"].keys()
    asked = {name for step in steps for name in re.findall(r"steps\.privacy\.outputs\.([a-z-]+)", json.dumps(step))}
    assert asked <= action["outputs"].keys()
    assert (EXAMPLE / ours["with"]["policy"]).is_dir()


def test_the_workflow_gives_no_more_rights_than_needed() -> None:
    workflow = read(WORKFLOW)
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write", "pull-requests": "write"}


GH = """\
#!/bin/sh
printf '%s\\n' "$*" >> called
case "$*" in *--paginate*) [ -z "$EARLIER" ] || printf '%s\\n' $EARLIER ;; esac
"""


@pytest.mark.parametrize(
    ("earlier", "call"),
    [
        ("", "pr comment 7 --repo shop/shop --body-file privacy.md"),
        ("12 34", "api --silent --method PATCH --field body=@privacy.md repos/shop/shop/issues/comments/12"),
    ],
)
def test_the_comment_is_written_once(shop: Path, earlier: str, call: str) -> None:
    """The script of the workflow, with a `gh` that notes how it is called."""
    script = steps_of(WORKFLOW)[-1]["run"]
    assert f'startswith("{MARK}")' in script
    (shop / "gh").write_text(GH, encoding="utf-8")
    (shop / "gh").chmod(0o755)
    env = {"REPOSITORY": "shop/shop", "NUMBER": "7", "TEXT": "privacy.md", "EARLIER": earlier}
    env["PATH"] = f"{shop}{os.pathsep}{os.environ['PATH']}"
    succeeded("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=shop, env=env)
    listed, written = (shop / "called").read_text(encoding="utf-8").splitlines()
    assert listed.startswith("api --paginate")
    assert written == call


# --- The page -----------------------------------------------------------------------------------------------------

_FENCE = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def block(*words: str) -> str:
    (found,) = [text for *kind, text in _FENCE.findall(PAGE.read_text(encoding="utf-8")) if tuple(kind) == words]
    return str(found)


@pytest.mark.parametrize(("words", "schema"), [("github-workflow", "github-workflows"), ("gitlab-ci", "gitlab-ci")])
def test_what_the_page_shows_fits_its_schema(words: str, schema: str, tmp_path: Path) -> None:
    (tmp_path / "shown.yml").write_text(block("yaml", words), encoding="utf-8")
    fits(schema, tmp_path / "shown.yml")


def test_what_the_page_shows_of_pre_commit_is_read(tmp_path: Path) -> None:
    shown = tmp_path / ".pre-commit-config.yaml"
    shown.write_text(block("yaml", "pre-commit"), encoding="utf-8")
    succeeded(sys.executable, "-m", "pre_commit", "validate-config", str(shown))
    ids = {hook["id"] for repo in read(shown)["repos"] for hook in repo["hooks"]}
    assert ids == {hook["id"] for hook in read(HOOKS)}


def test_the_settings_that_the_page_shows_are_those_of_the_example() -> None:
    example = (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(block("toml", "")) == tomllib.loads(example)


@pytest.mark.parametrize("page", [PAGE, EXAMPLE / "README.md"], ids=lambda page: page.name)
def test_commands_that_are_shown_run(page: Path, shop: Path) -> None:
    text = page.read_text(encoding="utf-8")
    commands = set(re.findall(r"privpolicy (?:lint|validate)(?: (?:--?[a-z-]+|[\w./-]+))*", text))
    assert len(commands) > 2
    for command in sorted(commands - {"privpolicy lint"}):
        done = ran(*command.split(), cwd=shop)
        assert done.returncode in {0, 1}, f"{command}: {done.stderr}"


def test_every_input_and_output_is_told() -> None:
    action, text = read(ACTION), PAGE.read_text(encoding="utf-8")
    inputs, outputs = (
        set(re.findall(r"`([a-z-]+)`", " ".join(re.findall(r"^\| (`.*?) \|", part, re.MULTILINE))))
        for part in text.partition("| Input |")[2].partition("\n\n")[::2]
    )
    assert inputs == action["inputs"].keys()
    assert action["outputs"].keys() <= outputs


@pytest.mark.parametrize("page", [PAGE, EXAMPLE / "README.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s#]+)\)", page.read_text(encoding="utf-8"))
    assert targets
    assert all((page.parent / target).exists() for target in targets)
