"""How messages speak."""

import time

from privpolicy.diagnostics.wording import Names, did_you_mean, listed, quote


def test_quotes_on_one_short_line() -> None:
    assert quote("a\n b\x1b") == "`a b`"
    assert quote("a`b") == "`a'b`"
    assert len(quote("x" * 1_000_000)) == 62
    assert quote("x" * 60) == f"`{'x' * 60}`"


def test_lists_words() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b or c"
    assert listed(["a", "b"], "and") == "a and b"


def test_finds_what_was_meant() -> None:
    assert did_you_mean("service.biling", ["service.billing", "marketing"]) == "did you mean `service.billing`?"
    assert did_you_mean("legal_basis", ["legal-basis", "law"]) == "did you mean `legal-basis`?"
    assert did_you_mean("zebra", ["service.billing"]) is None
    assert did_you_mean("", []) is None


def test_finds_among_thousands_at_once() -> None:
    names = Names(f"service.part-{number}" for number in range(5_000))
    start = time.process_time()
    for number in range(0, 5_000, 50):
        assert names.nearest(f"servce.part-{number}") is not None
    assert time.process_time() - start < 2
