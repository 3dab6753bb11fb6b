"""Many requests, one a line: one line of JSON for each, in order, as soon as it is answered."""

from collections.abc import Iterator

from privpolicy.cli.progress import Progress
from privpolicy.cli.request_file import LARGEST
from privpolicy.cli.strict_json import decode, read_json
from privpolicy.cli.terminal import flush, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.output.json_v1 import decision_json, error_json, one_line


def answer_stream(policy: Policy, lines: Iterator[bytes], progress: Progress, *, waiting: bool) -> bool:
    """Answer each line and tell whether all were answered; ``waiting``: hand over each answer at once."""
    faulty = 0
    with progress:
        for line in lines:
            answer, answered = _answer(policy, line)
            say(answer)
            if waiting:
                flush()
            faulty += not answered
            progress.step(len(line), faulty)
    flush()
    return not faulty


def _answer(policy: Policy, line: bytes) -> tuple[str, bool]:
    if len(line) > LARGEST:
        return one_line(error_json(RequestError(f"the line is longer than {LARGEST // 1024 // 1024} MB"))), False
    try:
        decision = policy.decide(Request.parse(read_json(decode(line))))
    except RequestError as error:
        return one_line(error_json(error)), False
    return one_line(decision_json(decision)), True
