"""What a missing fact does: a prohibition hangs on an attribute, and the request does not state it.

Every peer restates the same small policy with the same adapter that is timed, and is asked three times: the fact is
stated to hold, stated not to, and not stated. The rows are what came back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.contest.statement import Activity, Policy, Prohibition, Question, request_keywords
from benchmarks.peers.ours import load
from benchmarks.peers.protocol import Engine, Peer

import privpolicy as pp

POLICY = Policy(
    purposes=("marketing",),
    categories=("contact",),
    subjects=("customer",),
    recipients=("controller",),
    activities=(
        Activity(
            "newsletter",
            purposes=("marketing",),
            data=("contact",),
            subjects=("customer",),
            operations=("use",),
            recipients=("controller",),
            on_consent=False,
            days=None,
        ),
    ),
    prohibitions=(Prohibition("no-export", ("contact",), ("use",), (), on_export=True, unless_consent=False),),
)
QUESTION = Question(
    purpose="marketing",
    data=("contact",),
    subject="customer",
    operation="use",
    recipient="controller",
    at="2020-01-15T10:00:00+00:00",
    collected="2020-01-02",
    consents=(),
    export=None,
)


@dataclass(frozen=True, slots=True)
class Silence:
    """The answers of one peer."""

    title: str
    holds: str
    """The fact is stated, and it holds: the answer has to be a deny."""
    fails: str
    unstated: str


def silences(peers: Sequence[Peer]) -> list[Silence]:
    """Ask every installed peer; of several rows of one library the first, as they say the same of a policy."""
    found: list[Silence] = [_ours()]
    seen: set[str | None] = set()
    for peer in peers:
        label = peer.label
        if label.ours or (label.distribution is not None and label.distribution in seen):
            continue
        questions = [replace(QUESTION, export=export) for export in (True, False, None)]
        try:
            engine = peer.start(POLICY, questions)
        except ImportError:
            continue
        seen.add(label.distribution)
        found.append(Silence(label.title.partition(",")[0], *(_word(engine, question) for question in questions)))
    return found


def _word(engine: Engine, question: Question) -> str:
    try:
        return "permit" if engine.decide(engine.request(question)) else "deny"
    except Exception as error:  # noqa: BLE001  # a peer may raise anything at all, and that is its answer
        return f"raises {type(error).__name__}"


def _ours() -> Silence:
    policy = load(POLICY)
    decisions = []
    for export in (True, False, None):
        keywords = request_keywords(replace(QUESTION, export=export))
        decisions.append(policy.decide(pp.Request(**keywords)))
    needs = "; ".join(
        ", ".join(f"{need['fact']} = {str(need['value']).lower()}" for need in alternative)
        for category in decisions[2].to_dict()["categories"]
        for alternative in category["needs"]
    )
    words = [decision.outcome.value for decision in decisions]
    return Silence("privpolicy", words[0], words[1], f"{words[2]}, needs {needs}" if needs else words[2])
