"""``privpolicy check``: ask whether a processing may happen."""

from typing import Any

from privpolicy import api
from privpolicy.cli import options
from privpolicy.cli.exit_code import CANNOT, OUTCOMES
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import read_policy, reopen_policy
from privpolicy.cli.question import Question, option_of
from privpolicy.cli.terminal import complain_of, look, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.output.decision_text import decision_text
from privpolicy.output.json_v1 import decision_json, error_json, indented


def check(
    policy: options.PolicyPath = None,
    *,
    purpose: options.Purpose = None,
    data: options.Data = None,
    data_subject: options.DataSubject = None,
    operation: options.OperationName = None,
    recipient: options.Recipient = None,
    origin: options.Origin = None,
    at: options.At = None,
    consents: options.Consents = None,
    no_consent: options.NoConsent = False,
    objections: options.Objections = None,
    no_objection: options.NoObjection = False,
    events: options.Events = None,
    facts: options.Facts = None,
    restricted: options.Restricted = None,
    legal_hold: options.LegalHold = None,
    age: options.Age = None,
    country: options.Country = None,
    complete: options.Complete = False,
    request: options.RequestFile = None,
    stream: options.Stream = False,
    form: options.Format = "text",
    no_law: options.NoLaw = False,
    digest: options.Digest = None,
) -> int:
    """Ask a policy whether a processing of personal data may happen.

    The exit code is 0 for a permit, 1 for a denial, 3 for a conditional answer and 2 when there is no answer. For a
    stream it is 0 when every request was answered and 2 when one was not.
    """
    question = Question(
        purpose=purpose,
        data=data or (),
        data_subject=data_subject,
        operation=operation,
        recipient=recipient,
        origin=origin,
        at=at,
        complete=complete,
        consents=consents or (),
        no_consent=no_consent,
        objections=objections or (),
        no_objection=no_objection,
        restricted=restricted,
        legal_hold=legal_hold,
        events=events or (),
        facts=facts or (),
        age=age,
        country=country,
    )
    as_json = form == "json"
    if request is None:
        if stream:
            raise Fault("--stream needs --request", "`--request -` reads standard input")
        if not question.is_asked:
            raise Fault("nothing is asked", "give --purpose and --data, or --request FILE")
    elif question.is_asked:
        raise Fault("--request holds the whole question: leave out the other options, or --request", None)
    asked = _policy(policy, digest, as_json=as_json, law=None if no_law else "named")
    if asked is None:
        return CANNOT
    if request is None:
        return _check_question(asked, question, as_json=as_json)
    from privpolicy.cli.check_requests import check_requests  # noqa: PLC0415  # no question typed waits for files

    return check_requests(asked, request, as_json=as_json, stream=stream)


def _policy(named: str | None, digest: str | None, *, as_json: bool, law: api.Law) -> Policy | None:
    if digest is not None:
        return reopen_policy(named, digest, law=law)
    read = read_policy(named, as_json=as_json, law=law)
    return None if read is None else read[0]


def _check_question(policy: Policy, question: Question, *, as_json: bool) -> int:
    written = question.written(policy.vocabulary.facts)
    try:
        return answer(policy, written, as_json=as_json)
    except RequestError as error:
        option = option_of(error)
        if as_json:
            say(indented(error_json(error)))
        else:
            complain_of(f"{option}: {error.message}" if option is not None else error.message)
        return CANNOT


def answer(policy: Policy, written: Any, *, as_json: bool) -> int:
    """Answer one request and return the exit code; raises :class:`RequestError`."""
    decision = policy.decide(Request.parse(written))
    if as_json:
        say(indented(decision_json(decision)))
    else:
        say(decision_text(decision, look()))
    return OUTCOMES[decision.outcome]
