"""The exceptions of law packs."""

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.diagnostics.wording import did_you_mean, listed, quote


class PackError(PolicyError):
    """A law pack with errors gives no law; ``diagnostics`` say what is wrong and where."""

    def __init__(self, pack: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics)
        count = "1 error" if len(diagnostics) == 1 else f"{len(diagnostics)} errors"
        lines = [f"the law pack {quote(pack)} has {count}", *(f"  {diagnostic}" for diagnostic in diagnostics)]
        self.pack = pack
        self.args = ("\n".join(lines),)


class UnknownPackError(LookupError):
    """No law pack has this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        near = did_you_mean(name, known) or f"the packs are {listed([quote(one) for one in known], 'and')}"
        super().__init__(f"no law pack is called {quote(name)}: {near}")
        self.name = name
