"""A witness is a request that a policy answers as was said, and its command line asks the same."""

import json
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from tests.laws.strategies import policies
from tests.laws.world import compiled, compiled_under_law

from privpolicy import Request
from privpolicy.analysis.conflicts import Conflicts
from privpolicy.analysis.scope import Scope
from privpolicy.analysis.witness import command, witness
from privpolicy.cli.exit_code import OUTCOMES
from privpolicy.cli.main import main
from privpolicy.engine.cell import Point
from privpolicy.engine.policy import Policy
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import read_moment
from privpolicy.model.request import Consent, Objection

Plain = dict[str, Any]
START = read_moment("2019-01-01")
POINT = Point("marketing.mail", "contact", "person", "use", "controller")


def asked(policy: Path, request: Request, *options: str) -> int:
    """Run the command line of a request in a policy and return its exit code."""
    program, verb, *words = shlex.split(command(request))
    assert (program, verb) == ("privpolicy", "check")
    with redirect_stdout(StringIO()):
        return main([verb, str(policy), *words, *options])


def written(policy: Plain, folder: str) -> Path:
    path = Path(folder, "policy.yaml")
    path.write_text(json.dumps(policy), encoding="utf-8")
    return path


def conflicting(policy: Policy) -> Iterator[Request]:
    """Yield a request for every conflict."""
    found = Conflicts(policy, START, tuple(policy.model.activities), frozenset(policy.model.prohibitions))
    yield from (one.request for one in found.stopped)
    yield from (one.request for one in (*found.consent_asked, *found.consent_asked_by_law))


def permitted(policy: Policy) -> Iterator[Request]:
    """Yield a request for each region that an activity may permit."""
    scope = Scope(policy, START, tuple(policy.model.activities), frozenset(policy.model.prohibitions))
    for name in scope.activities:
        for region in scope.regions.listed(name, scope.prohibitions):
            found = scope.world(scope.terms(region).both, scope.bars(region, region.prohibitions))
            if found is not None:
                yield witness(region.point, found)


@settings(max_examples=40)
@given(policies())
def test_the_command_line_asks_the_same(plain: Plain) -> None:
    for policy, options in ((compiled(plain), ("--no-law",)), (compiled_under_law(plain), ())):
        with TemporaryDirectory() as folder:
            path = written(plain, folder)
            for request in (*list(permitted(policy))[:3], *list(conflicting(policy))[:3]):
                assert asked(path, request, *options) == OUTCOMES[policy.decide(request).outcome]


@settings(max_examples=100)
@given(policies())
def test_what_an_activity_may_permit_is_permitted(plain: Plain) -> None:
    policy = compiled(plain)
    for request in permitted(policy):
        assert policy.decide(request).outcome == "permit"


@settings(max_examples=100)
@given(policies(lawful=True))
def test_what_an_activity_may_permit_under_law_is_not_denied(plain: Plain) -> None:
    policy = compiled_under_law(plain)
    for request in permitted(policy):
        # What the policy leaves open of a transfer is taken in its favour, and no request can state it.
        assert policy.decide(request).outcome != "deny"


def test_all_that_can_be_stated() -> None:
    day = read_moment("2020-02-29")
    situation = Situation(
        day,
        complete=True,
        origin="newsletter",
        consents=(
            Consent(purpose="marketing", given=day, explicit=True, by="guardian"),
            Consent(purpose="marketing.mail", given=read_moment("2020-01-01T10:30:00Z")),
        ),
        objections=(Objection(purpose="marketing", raised=day),),
        restricted=False,
        legal_hold=True,
        events={"collected": day, "contract-end": None},
        facts={"age": 15.5, "country": "FR", "asked-for": True, "score": 2.5, "member-since": day, "note": "it's so"},
    )
    assert command(witness(POINT, situation)) == (
        "privpolicy check --purpose marketing.mail --data contact --data-subject person --operation use "
        "--recipient controller --origin newsletter --at 2020-02-29 "
        "--consent marketing=2020-02-29,explicit,guardian --consent marketing.mail=2020-01-01T10:30:00Z "
        "--objection marketing=2020-02-29 --not-restricted --legal-hold --event collected=2020-02-29 "
        "--event contract-end= --fact asked-for=true --fact score=2.5 --fact member-since=2020-02-29T00:00:00Z "
        """--fact 'note=it'"'"'s so' --age 15.5 --country FR --complete"""
    )


def test_nothing_more_than_is_stated() -> None:
    request = witness(POINT, Situation(START, complete=False, consents=(), objections=(), restricted=True))
    assert command(request).partition("--at 2019-01-01")[2] == " --no-consent --no-objection --restricted"
    assert "legal-hold" not in command(request)
