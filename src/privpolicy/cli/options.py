"""The options of ``check``: what they are called and what help says of them."""

from functools import partial
from typing import Annotated, Literal

import typer

_asked = partial(typer.Option, rich_help_panel="The question")
_known = partial(typer.Option, rich_help_panel="What is known")
_answer = partial(typer.Option, rich_help_panel="From a file, and how to answer")

PolicyPath = Annotated[
    str | None,
    typer.Argument(metavar="POLICY", help="Folder or file of the policy; left out, that of the project settings."),
]
Texts = list[str] | None

Purpose = Annotated[str | None, _asked(metavar="ID", help="Why the data is processed.")]
Data = Annotated[Texts, _asked(metavar="ID", help="What data; again for a further category.")]
DataSubject = Annotated[str | None, _asked(metavar="ID", help="Whose data; needed where there are several kinds.")]
OperationName = Annotated[
    str | None, _asked(metavar="NAME", help="What is done: collect, store, use, disclose, erase, …; left out, use.")
]
Recipient = Annotated[
    str | None, _asked(metavar="ID", help="Who does it or receives the data; left out, the controller.")
]
Origin = Annotated[str | None, _asked(metavar="ID", help="The activity under which the data was collected.")]
At = Annotated[str | None, _asked(metavar="DATE", help="A date or an instant with its zone; left out, now.")]

Consents = Annotated[
    Texts,
    _known(
        "--consent",
        metavar="ID",
        help="Purpose of a consent on record: `ID`, `ID=DATE` or `ID=DATE,explicit,guardian`. There are no others.",
    ),
]
NoConsent = Annotated[bool, _known("--no-consent", metavar="", help="There is no consent on record.")]
Objections = Annotated[
    Texts, _known("--objection", metavar="ID", help="Purpose of an objection on record: `ID` or `ID=DATE`.")
]
NoObjection = Annotated[bool, _known("--no-objection", metavar="", help="There is no objection on record.")]
Events = Annotated[
    Texts, _known("--event", metavar="ID=DATE", help="When an event happened; `ID=` when it has not happened.")
]
Facts = Annotated[Texts, _known("--fact", metavar="ID=VALUE", help="The value of a fact.")]
Restricted = Annotated[
    bool | None,
    _known("--restricted/--not-restricted", metavar="", help="Whether processing is restricted (Art. 18 GDPR)."),
]
LegalHold = Annotated[
    bool | None, _known("--legal-hold/--no-legal-hold", metavar="", help="Whether the data is under a legal hold.")
]
Age = Annotated[float | None, _known(metavar="YEARS", help="Age of the person.")]
Country = Annotated[str | None, _known(metavar="CODE", help="Country of the person, such as FR.")]
Complete = Annotated[bool, _known("--complete", metavar="", help="This is all: what is not stated is not so.")]

RequestFile = Annotated[
    str | None, _answer("--request", metavar="FILE", help="A request in YAML or JSON, or JSONL; `-` is standard input.")
]
Stream = Annotated[bool, _answer("--stream", metavar="", help="One request a line, whatever the file is called.")]
Format = Annotated[Literal["text", "json"], _answer("--format", help="How to answer; streams always get JSON.")]
NoLaw = Annotated[bool, _answer("--no-law", metavar="", help="Ask the policy alone.")]
Digest = Annotated[
    str | None, _answer(metavar="SHA256", help="POLICY is a file of `privpolicy save`, which printed this digest.")
]
