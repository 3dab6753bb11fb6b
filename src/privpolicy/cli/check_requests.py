"""The requests of ``privpolicy check --request``: one in a file, or a stream of them."""

import sys

from privpolicy.cli.check import answer
from privpolicy.cli.exit_code import CANNOT, DONE, OUTCOMES
from privpolicy.cli.progress import Progress
from privpolicy.cli.request_file import Lines, UnreadableYamlError, Written, read_requests
from privpolicy.cli.stream import answer_stream
from privpolicy.cli.terminal import complain, complain_of, is_file, is_terminal, look, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.policy import Policy
from privpolicy.output.diagnostic_text import diagnostics_text
from privpolicy.output.json_v1 import error_json, indented
from privpolicy.output.request_error_text import request_error_text


def check_requests(policy: Policy, name: str, *, as_json: bool, stream: bool) -> int:
    """Answer the request or the stream of requests that a name stands for, and return the exit code."""
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
        return answer(policy, written.value, as_json=as_json)
    except RequestError as error:
        _say_fault(error, name, written if isinstance(written, Written) else None, as_json=as_json)
        return CANNOT


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
