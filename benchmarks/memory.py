"""What a compiled policy holds in memory, as Python's own account of allocations has it."""

import gc
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workload import Question

import privpolicy as pp


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes."""

    loaded: int
    """After loading: the policy as declared, its places in the files, and the indexes."""
    asked: int
    """After the questions of the workload have been asked besides."""


def memory(path: Path, asked: Sequence[Question]) -> Memory:
    """Load a policy and ask it, and count what stays while it is held. What every policy shares is loaded before."""
    _ask(pp.load(path), asked[:10])
    gc.collect()
    tracemalloc.start()
    try:
        policy = pp.load(path)
        gc.collect()
        loaded, _ = tracemalloc.get_traced_memory()
        _ask(policy, asked)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return Memory(loaded, held)


def _ask(policy: pp.Policy, asked: Sequence[Question]) -> None:
    for question in asked:
        policy.decide(pp.Request(**question))
