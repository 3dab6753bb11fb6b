"""``privpolicy check``: ask whether a processing may happen."""

import sys
from typing import Any

from privpolicy import api
from privpolicy.cli import options
from privpolicy.cli.exit_code import CANNOT, DONE, OUTCOMES
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import read_policy
from privpolicy.cli.progress import Progress
from privpolicy.cli.question import Question, option_of
from privpolicy.cli.request_file import Lines, UnreadableYamlError, Written, read_requests
from privpolicy.cli.stream import answer_stream
from privpolicy.cli.terminal import complain, complain_of, is_file, is_terminal, look, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.output.decision_text import decision_text
from privpolicy.output.diagnostic_text import diagnostics_text
from privpolicy.output.json_v1 import decision_json, error_json, indented
from privpolicy.output.request_error_text import request_error_text


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
    law: api.Law = None if no_law else "named"
    if request is None:
        return _check_question(policy, question, as_json=as_json, stream=stream, law=law)
    if question.is_asked:
        raise Fault("--request holds the whole question: leave out the other options, or --request", None)
    return _check_requests(policy, request, as_json=as_json, stream=stream, law=law)


def _check_question(named: str | None, question: Question, *, as_json: bool, stream: bool, law: api.Law) -> int:
    if stream:
        raise Fault("--stream needs --request", "`--request -` reads standard input")
    if not question.is_asked:
        raise Fault("nothing is asked", "give --purpose and --data, or --request FILE")
    read = read_policy(named, as_json=as_json, law=law)
    if read is None:
        return CANNOT
    policy = read[0]
    written = question.written(policy.vocabulary.facts)
    try:
        return _answer(policy, written, as_json=as_json)
    except RequestError as error:
        option = option_of(error)
        if as_json:
            say(indented(error_json(error)))
        else:
            complain_of(f"{option}: {error.message}" if option is not None else error.message)
        return CANNOT


def _check_requests(named: str | None, name: str, *, as_json: bool, stream: bool, law: api.Law) -> int:
    read = read_policy(named, as_json=as_json, law=law)
    if read is None:
        return CANNOT
    policy = read[0]
    written: Written | Lines | None = None
    try:
        written = read_requests(name, stream=stream, answers_are_lines=as_json)
        if isinstance(written, Lines):
            watched = is_terminal(sys.stderr) and not is_terminal(sys.stdout)
            progress = Progress(written.size, watched=watched)
            answered = answer_stream(policy, written.lines, progress, waiting=not is_file(sys.stdout))
            if answered.lines == 1 and answered.last is not None and not written.named:
                return OUTCOMES[answered.last]  # so that a denial in a pipe never passes for success
            return CANNOT if answered.faulty else DONE
        return _answer(policy, written.value, as_json=as_json)
    except RequestError as error:
        _say_fault(error, name, written if isinstance(written, Written) else None, as_json=as_json)
        return CANNOT


def _answer(policy: Policy, written: Any, *, as_json: bool) -> int:
    decision = policy.decide(Request.parse(written))
    if as_json:
        say(indented(decision_json(decision)))
    else:
        say(decision_text(decision, look()))
    return OUTCOMES[decision.outcome]


def _say_fault(error: RequestError, name: str, written: Written | None, *, as_json: bool) -> None:
    screen = look(sys.stderr, wrapped=False)
    if as_json:
        say(indented(error_json(error)))
    elif isinstance(error, UnreadableYamlError):
        complain(diagnostics_text(error.diagnostics, {error.source.file: error.source}, screen))
    elif written is not None and written.tree is not None and written.source is not None:
        complain(request_error_text(error, written.tree, written.source, screen))
    else:
        where = "standard input" if name == "-" else f"`{name}`"
        complain_of(f"{where}: {error}")
