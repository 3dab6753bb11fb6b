"""Every peer, in the order of the table. Whoever adds a module adds a line: nothing is found by itself."""

from benchmarks.peers.abac import PY_ABAC
from benchmarks.peers.casbin import CASBIN, CASBIN_FAST
from benchmarks.peers.cedar import CEDAR, CEDAR_SLICED
from benchmarks.peers.cel import CEL_EXPR, CEL_PYTHON, CEL_RUST
from benchmarks.peers.indexed import INDEXED
from benchmarks.peers.ours import AGAIN, MANY, NEW
from benchmarks.peers.polar import OSO, OSO_INDEXED
from benchmarks.peers.protocol import Absent, Peer
from benchmarks.peers.rego import REGOPY, REGORUS, REGORUS_INDEXED
from benchmarks.peers.vakt import VAKT, VAKT_INDEXED
from benchmarks.peers.zen import ZEN

YARDSTICK: Peer = INDEXED
OURS: Peer = NEW

PEERS: tuple[Peer, ...] = (
    NEW,
    AGAIN,
    MANY,
    INDEXED,
    ZEN,
    CEL_RUST,
    CEL_EXPR,
    CEL_PYTHON,
    REGORUS_INDEXED,
    REGORUS,
    REGOPY,
    VAKT_INDEXED,
    VAKT,
    CEDAR_SLICED,
    CEDAR,
    OSO_INDEXED,
    OSO,
    CASBIN_FAST,
    CASBIN,
    PY_ABAC,
)

ABSENT: tuple[Absent, ...] = (
    Absent(
        "OPA in process",
        "PyPI has its evaluators and not its compiler: `opa-golib-python-bindings` 0.4.4 asks for Python 3.14, "
        "`opa-wasm` 0.3.2 for a `wasmer` that does not load on Python 3.11, and `opa-py-wasm` 1.2.1 runs only what the "
        "program `opa`, which is not on PyPI, has compiled. Rego itself is in the table: regorus, regopy",
    ),
    Absent(
        "Cerbos",
        "PyPI has the client alone (`cerbos` 0.16.1): the server that decides is a program that has to come from "
        "elsewhere",
    ),
)
