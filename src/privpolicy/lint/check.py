"""What a check is: a code, the law it rests on, and a function from a policy to what it found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from privpolicy.diagnostics.codes import Code, Severity
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.fix import Fix
from privpolicy.lint.examined import Examined
from privpolicy.source.path import NodePath


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check saw at a path. ``message`` is lower case, one line, without a final stop; advice is in ``help``.

    ``cites`` are citation ids beside those of the check; ``related`` names further paths and what they show. With
    ``on_key`` the key is meant, not its value.
    """

    path: NodePath
    message: str
    help: str | None = None
    related: tuple[tuple[NodePath, str], ...] = ()
    cites: tuple[str, ...] = ()
    fix: Fix | None = None
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``look`` carries the rationale and the examples in its docstring; its page is made from them.

    ``rests_on`` names facts of the law packs as ``section.id`` (``rules.storage-limitation``): the check speaks only
    on days on which one of them holds. None: it rests on the language, and speaks on every day.
    """

    code: Code
    look: Callable[[Examined], Iterable[Remark]]
    cites: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    fixable: bool = False

    @property
    def id(self) -> str:
        """The id of its code, such as ``PP311``."""
        return self.code.id

    def applies(self, examined: Examined) -> bool:
        """Tell whether the law it rests on holds on the day asked about."""
        return not self.rests_on or any(examined.law_holds(fact) for fact in self.rests_on)

    def findings(self, examined: Examined) -> list[Finding]:
        """Return what it finds in a policy, on the day that is examined."""
        if not self.applies(examined):
            return []
        return [
            Finding(
                self.code,
                remark.path,
                remark.message,
                remark.help,
                remark.related,
                remark.on_key,
                tuple(dict.fromkeys((*self.cites, *remark.cites))),
                remark.fix,
            )
            for remark in self.look(examined)
        ]


def check(
    code_id: str,
    name: str,
    severity: Severity,
    look: Callable[[Examined], Iterable[Remark]],
    *,
    cites: tuple[str, ...] = (),
    rests_on: tuple[str, ...] = (),
    fixable: bool = False,
) -> Check:
    """Make a check; its summary is the first line of the docstring of ``look``, without its full stop."""
    summary = (look.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return Check(Code(code_id, name, severity, summary), look, cites, rests_on, fixable)
