"""``privpolicy why-not``: what would have to be otherwise so that something is permitted."""

from typing import Annotated, Literal

import typer

from privpolicy import api
from privpolicy.cli import options
from privpolicy.cli.exit_code import CANNOT, OUTCOMES
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import read_policy
from privpolicy.cli.question import Question, option_of
from privpolicy.cli.request_file import Written, read_requests
from privpolicy.cli.terminal import complain_of, look, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.output.json_v1 import error_json, indented
from privpolicy.output.why_not_text import why_not_text

_PANEL = "From a file, and how to answer"
RequestFile = Annotated[
    str | None,
    typer.Option(
        "--request", metavar="FILE", help="A request in YAML or JSON; `-` is standard input.", rich_help_panel=_PANEL
    ),
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to answer.", rich_help_panel=_PANEL)]


def why_not(
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
    request: RequestFile = None,
    form: Format = "text",
    no_law: options.NoLaw = False,
) -> int:
    """Tell the smallest changes that would permit what is denied or open: to the request, the facts, or the policy.

    Each was decided before it is told. What may be written is not what should be: of a change to the policy it is told
    how much else it would permit.

    The exit code is that of `check`: 0 for what is permitted as it is, 1 for a denial, 3 for a conditional answer, and
    2 when there is none.
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
    if request is not None and question.is_asked:
        raise Fault("--request holds the whole question: leave out the other options, or --request", None)
    if request is None and not question.is_asked:
        raise Fault("nothing is asked", "give --purpose and --data, or --request FILE")
    read = read_policy(policy, as_json=form == "json", law=None if no_law else "named")
    if read is None:
        return CANNOT
    try:
        written = question.written(read[0].vocabulary.facts) if request is None else _read(request)
        return _answered(read[0], Request.parse(written), as_json=form == "json")
    except RequestError as error:
        option = option_of(error) if request is None else None
        if form == "json":
            say(indented(error_json(error)))
        elif request is not None:
            complain_of(f"{'standard input' if request == '-' else f'`{request}`'}: {error}")
        else:
            complain_of(f"{option}: {error.message}" if option is not None else error.message)
        return CANNOT


def _read(name: str) -> object:
    found = read_requests(name, stream=False, answers_are_lines=False)
    if isinstance(found, Written):
        value: object = found.value
        return value
    raise Fault("--request holds several requests", "ask about one at a time")


def _answered(policy: Policy, request: Request, *, as_json: bool) -> int:
    found = api.why_not(policy, request)
    say(indented(found.to_dict()) if as_json else why_not_text(found, look()))
    return OUTCOMES[found.decision.outcome]
