"""Many requests, one a line: one line of JSON for each, in order, as soon as it is answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.cli.progress import Progress
from privpolicy.cli.request_file import LARGEST
from privpolicy.cli.strict_json import decode, read_json
from privpolicy.cli.terminal import flush, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.output.json_v1 import decision_json, error_json, one_line


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a stream: how many lines it had, how many were faulty, and the last answer."""

    lines: int
    faulty: int
    last: Outcome | None


def answer_stream(policy: Policy, lines: Iterator[bytes], progress: Progress, *, waiting: bool) -> Answered:
    """Answer each line; ``waiting``: hand over each answer at once."""
    asked = faulty = 0
    outcome: Outcome | None = None
    with progress:
        for line in lines:
            answer, outcome = _answer(policy, line)
            say(answer)
            if waiting:
                flush()
            asked += 1
            faulty += outcome is None
            progress.step(len(line), faulty)
    flush()
    return Answered(asked, faulty, outcome)


def _answer(policy: Policy, line: bytes) -> tuple[str, Outcome | None]:
    if len(line) > LARGEST:
        return one_line(error_json(RequestError(f"the line is longer than {LARGEST // 1024 // 1024} MB"))), None
    try:
        decision = policy.decide(Request.parse(read_json(decode(line))))
    except RequestError as error:
        return one_line(error_json(error)), None
    return one_line(decision_json(decision)), decision.outcome
