"""The command line of privpolicy."""

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from privpolicy.cli import exit_code
from privpolicy.cli.terminal import PipeClosedError, complain_of, flush, leave_quietly, prepare


def program() -> NoReturn:
    """Run the command that was typed, and end with its exit code."""
    _hurry()
    code = main()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError, ValueError):  # what cannot be written has been told
            stream.flush()
    if "_duckdb" in sys.modules:  # which would complain of what is never given back to it
        sys.exit(code)
    if "privpolicy.lint.plugins" in sys.modules or sys.getprofile() or sys.gettrace():
        gc.freeze()  # others may have something left to do; what is left is given back, and not looked through first
        sys.exit(code)
    os._exit(code)  # nobody has: Python would only take apart, piece by piece, what it made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; without arguments, the one that was typed."""
    try:
        prepare()
        from privpolicy.cli.app import run  # noqa: PLC0415  # after what makes it quick

        code = run(list(sys.argv[1:] if arguments is None else arguments))
        flush()
    except PipeClosedError:
        leave_quietly()
        return exit_code.PIPE_CLOSED
    except KeyboardInterrupt:
        return exit_code.INTERRUPTED
    except OSError as error:
        complain_of(f"the answer cannot be written: {(error.strerror or 'no reason given').lower()}")
        return exit_code.CANNOT
    except Exception as error:  # noqa: BLE001  # Python's own exit code for a crash means a denial here
        complain_of(f"no answer, for a fault of privpolicy itself: {type(error).__name__}: {error}")
        return exit_code.CANNOT
    return code


def _hurry() -> None:
    """Spend no time on what a short program has no use for."""
    gc.set_threshold(200_000, 30, 30)  # imports leave no garbage to look for; a long stream still has it collected
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some opens every installed package
