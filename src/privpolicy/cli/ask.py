"""``privpolicy ask``: a question with blanks."""

import sys
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Literal

import typer

from privpolicy.cli import options
from privpolicy.cli.exit_code import CANNOT, DONE
from privpolicy.cli.policy import read_policy
from privpolicy.cli.question import Question, option_of
from privpolicy.cli.terminal import complain_of, flush, is_file, look, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.ask import asked as read_blanks
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.statement import Statement
from privpolicy.engine.vocabulary import Dimension
from privpolicy.model.moment import read_moment
from privpolicy.output.ask_json import ask_json
from privpolicy.output.ask_text import Asked, ask_text
from privpolicy.output.json_v1 import error_json, indented, one_line

_asked = partial(typer.Option, metavar="ID", rich_help_panel="The question")
_answer = partial(typer.Option, rich_help_panel="How to answer")

Purpose = Annotated[options.Texts, _asked(help="Why; again for a further one. `?`, or left out: which purposes?")]
Data = Annotated[options.Texts, _asked(help="What data. `?`, or left out: which data?")]
DataSubject = Annotated[options.Texts, _asked(help="Whose data. `?`, or left out: whose?")]
OperationName = Annotated[options.Texts, _asked(help="What is done. `?`, or left out: which operations?")]
Recipient = Annotated[options.Texts, _asked(help="Who does it or receives the data. `?`, or left out: who?")]
Outcomes = Annotated[
    list[Outcome] | None,
    _answer("--outcome", help="Only these; left out, permit and conditional, and how much is denied."),
]
GroupBy = Annotated[
    Literal["purpose", "data", "data-subject", "operation", "recipient"] | None,
    _answer("--group-by", help="Answer id by id of one dimension, each as soon as it is found."),
]
Format = Annotated[
    Literal["text", "json", "jsonl"], _answer("--format", help="How to answer; jsonl is one statement a line.")
]
NoLaw = Annotated[bool, _answer("--no-law", metavar="", help="Ask the policy alone.")]


def ask(
    policy: options.PolicyPath = None,
    *,
    purpose: Purpose = None,
    data: Data = None,
    data_subject: DataSubject = None,
    operation: OperationName = None,
    recipient: Recipient = None,
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
    outcomes: Outcomes = None,
    group_by: GroupBy = None,
    form: Format = "text",
    no_law: NoLaw = False,
) -> int:
    """Ask a policy a question with blanks, such as who may receive it or what it may be used for.

    Every one of purpose, data, data subject, operation and recipient that is left out, or is `?`, is a blank. The
    answer is exact for every id of the policy and told by the broadest that are true; `contact itself` is `contact` as
    a whole, while something narrower is answered otherwise.

    The exit code is 0 when there is an answer, whatever it is, and 2 when there is none.
    """
    known = Question(
        purpose="",
        data=("",),
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
    blanks: dict[Dimension, list[str] | None] = {
        "purpose": purpose,
        "data": data,
        "data-subject": data_subject,
        "operation": operation,
        "recipient": recipient,
    }
    read = read_policy(policy, as_json=form != "text", law=None if no_law else "named")
    if read is None:
        return CANNOT
    try:
        return _answered(read[0], blanks, known, outcomes=outcomes, group_by=group_by, form=form)
    except RequestError as error:
        option = option_of(error)
        if form != "text":
            say((one_line if form == "jsonl" else indented)(error_json(error)))
        else:
            complain_of(f"{option}: {error.message}" if option is not None else error.message)
        return CANNOT


def _answered(
    policy: Policy,
    blanks: dict[Dimension, list[str] | None],
    known: Question,
    *,
    outcomes: list[Outcome] | None,
    group_by: Dimension | None,
    form: str,
) -> int:
    written = known.written(policy.vocabulary.facts)
    wanted = frozenset(outcomes or (Outcome.PERMIT, Outcome.CONDITIONAL))
    found = policy.ask(
        purpose=blanks["purpose"],
        data=blanks["data"],
        data_subject=blanks["data-subject"],
        operation=blanks["operation"],
        recipient=blanks["recipient"],
        origin=written.get("origin"),
        at=written["at"],
        complete=written["complete"],
        context=written["context"],
        outcomes=wanted,
        group_by=group_by,
    )
    asked = Asked(read_blanks(blanks), read_moment(written["at"]), wanted, group_by, policy.programs().law)
    match form:
        case "jsonl":
            _say_lines(found)
        case "json":
            say(indented(ask_json(policy, asked, found)))
        case _:
            say(ask_text(policy, asked, list(found), look()))
    return DONE


def _say_lines(found: Iterator[Statement]) -> None:
    waiting = not is_file(sys.stdout)
    for statement in found:
        say(one_line(statement.to_dict()))
        if waiting:
            flush()
