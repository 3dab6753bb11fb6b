"""The command line of privpolicy."""

import gc
import os
import sys
from collections.abc import Sequence

from privpolicy.cli import exit_code
from privpolicy.cli.terminal import PipeClosedError, complain_of, flush, leave_quietly, prepare


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; without arguments, as the program that was started with some."""
    prepare()
    is_program = arguments is None
    if is_program:
        _hurry()
    try:
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
    finally:
        if is_program and "_duckdb" not in sys.modules:  # which would complain of what is never given back to it
            gc.freeze()  # what is left is given back at once by the end of the program, and not looked through first
    return code


def _hurry() -> None:
    """Spend no time on what a short program has no use for."""
    gc.set_threshold(200_000, 30, 30)  # imports leave no garbage to look for; a long stream still has it collected
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some opens every installed package
