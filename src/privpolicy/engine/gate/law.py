"""Law packs and frameworks: whether the law knows what a policy names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.model.policy_model import PolicyModel


@dataclass(frozen=True, slots=True)
class KnownLaw:
    """What there is to name: law packs, and the frameworks of all of them."""

    packs: tuple[str, ...]
    frameworks: tuple[str, ...]


def law(model: PolicyModel, known: Callable[[], KnownLaw]) -> Iterator[Finding]:
    """Check packs and frameworks; ``known`` is called only where a policy names one."""
    for position, pack in enumerate(model.policy.law):
        if pack not in known().packs:
            advice = _advice(pack, known().packs, "the packs are")
            message = f"no law pack is called {quote(pack)}"
            yield Finding(code_named("unknown-law-pack"), ("policy", "law", position), message, advice)
    for name, recipient in model.recipients.items():
        for position, tool in enumerate(recipient.transfer_tools or ()):
            if tool.framework is not None and tool.framework not in known().frameworks:
                advice = _advice(tool.framework, known().frameworks, "the frameworks are")
                message = f"recipient {quote(name)} names the framework {quote(tool.framework)}, which no law pack has"
                path = ("recipients", name, "transfer-tools", position, "framework")
                yield Finding(code_named("unknown-framework"), path, message, advice)


def _advice(name: str, known: tuple[str, ...], otherwise: str) -> str:
    return did_you_mean(name, known) or f"{otherwise} {listed([quote(one) for one in known], 'and')}"
