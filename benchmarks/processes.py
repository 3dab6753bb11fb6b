"""What whole processes cost, as a shell sees them."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter_ns

from benchmarks.measure import LINTED_AT, SHIPPED, Effort
from benchmarks.timing import Timing

IMPORTED = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
CHECK = (
    *(sys.executable, "-m", "privpolicy", "check", str(SHIPPED)),
    *("--purpose", "service.billing.payment", "--data", "identity.name", "--data-subject", "registered-user"),
    *("--operation", "disclose", "--recipient", "payment-provider.paypal", "--at", "2019-12-01"),
)
LINT = (sys.executable, "-m", "privpolicy", "lint", str(SHIPPED), "--at", LINTED_AT, "--no-config")
NOTHING = (sys.executable, "-c", "")


@dataclass(frozen=True, slots=True)
class Processes:
    """Wall times of whole processes."""

    python: Timing = field(default_factory=Timing)
    """An interpreter that does nothing."""
    check: Timing = field(default_factory=Timing)
    """`privpolicy check` of one question to the shipped policy."""
    imports: Timing = field(default_factory=Timing)
    """What it imports, by the interpreter's own count, without what the idle interpreter imports."""
    lint: Timing = field(default_factory=Timing)
    """`privpolicy lint` of the shipped policy."""


def processes(effort: Effort) -> Processes:
    """Measure `privpolicy check` and `lint` as a shell would, with an idle interpreter in the same turns."""
    found = Processes()
    _wall(CHECK, {0, 1, 3})
    _wall(LINT, {0, 1})
    for _ in range(effort.processes):
        found.python.medians.append(_wall(NOTHING, {0})[0])
        found.check.medians.append(_wall(CHECK, {0, 1, 3})[0])
        found.imports.medians.append(_imports(CHECK, {0, 1, 3}) - _imports(NOTHING, {0}))
        found.lint.medians.append(_wall(LINT, {0, 1})[0])
    return found


def _imports(command: Sequence[str], expected: set[int]) -> float:
    _, told = _wall((command[0], "-X", "importtime", *command[1:]), expected)
    return sum(map(float, IMPORTED.findall(told))) * 1e3


def _wall(command: Sequence[str], expected: set[int]) -> tuple[float, str]:
    """Return the nanoseconds of a process and what it wrote to standard error."""
    # Python keeps compiled modules from the first run on, unless a variable that few users set forbids it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = perf_counter_ns()
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    taken = perf_counter_ns() - start
    told = done.stderr.decode()
    if done.returncode not in expected:
        raise RuntimeError(told)
    return float(taken), told
