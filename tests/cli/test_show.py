"""``show``: trees of what a policy declares, and one declaration with all that refers to it."""

import pytest
from tests.cli.conftest import Run, assert_golden


def test_the_taxonomies(run: Run) -> None:
    ran = run("show", "shop")
    assert (ran.code, ran.err) == (0, "")
    assert_golden("show-taxonomies", ran.out)


def test_a_narrow_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    ran = run("show", "shop", "--section", "data-categories")
    assert_golden("show-narrow", ran.out)


def test_other_sections(run: Run) -> None:
    ran = run("show", "shop", "--section", "activities", "--section", "facts", "--section", "prohibitions")
    assert_golden("show-lists", ran.out)


@pytest.mark.parametrize(
    "name", ["contact.email", "partners.broker", "partners.parcels", "health.allergies", "asked-for", "account",
             "last-order", "claims", "controller", "tls", "parcels-deliver-only"],
)  # fmt: skip
def test_one_declaration(run: Run, name: str) -> None:
    ran = run("show", "shop", name)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"show-{name}", ran.out)


def test_one_of_a_section(run: Run) -> None:
    ran = run("show", "shop", "claims", "--section", "purposes")
    assert ran.out.startswith("purposes claims · Defend legal claims\n")
    assert "\nactivities claims · Defend claims\n" not in ran.out


def test_what_is_not_there(run: Run) -> None:
    ran = run("show", "shop", "contact.emial")
    assert (ran.code, ran.out) == (2, "")
    message = "error: the policy declares no `contact.emial`\n  = help: did you mean `contact.email`?\n"
    assert ran.err == message
    assert "`privpolicy show` lists" in run("show", "shop", "zzzz").err
    assert "did you mean `activities`?" in run("show", "shop", "--section", "activites").err
    assert run("show", "faulty").code == 2
