"""What a user's program looks like to a strict type checker; checked, and run by ``test_typed_use.py``."""

from datetime import UTC, date, datetime

import privpolicy as pp


def permitted(policy: pp.Policy) -> bool:
    context = pp.Context(
        consents=[
            pp.Consent(purpose="marketing", given="2019-11-01"),
            pp.Consent(purpose="marketing", given=datetime(2019, 11, 1, tzinfo=UTC), withdrawn=date(2020, 1, 1)),
        ],
        objections=[pp.Objection(purpose="marketing", raised=date(2019, 11, 2))],
        events={"collected": date(2019, 1, 2), "contract-end": None},
        subject=pp.Subject(age=34, country="FR"),
        facts={"suspected-misuse": False},
        restricted=False,
        legal_hold=False,
    )
    request = pp.Request(
        purpose="marketing.newsletter",
        data=["contact.email"],
        data_subject="registered-user",
        operation="use",
        recipient="controller",
        at=datetime(2019, 11, 15, 10, tzinfo=UTC),
        context=context,
    )
    decision = policy.decide(request)
    for reason in decision.reasons:
        assert reason.code
    for alternative in decision.needs:
        for need in alternative:
            match need:
                case pp.FactNeed(fact, value):
                    assert fact, value
                case pp.EventNeed() | pp.ConsentNeed() | pp.NoObjectionNeed() | pp.PolicyNeed():
                    pass
    if decision.until is not None:
        assert decision.until > datetime(2019, 11, 15, tzinfo=UTC)
    return bool(decision) and decision.outcome is pp.Outcome.PERMIT
