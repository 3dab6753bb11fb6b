"""The Common Expression Language: one expression over the rules that were chosen by hand for the cells asked about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contest.by_hand import FOREVER, ByHand, by_hand
from benchmarks.contest.statement import Policy, Question, age, cells, consented, exported
from benchmarks.peers.protocol import Label

EXPRESSION = """
categories.all(c,
  c.rules.exists(a, (!a.on_consent || consented) && age < a.days)
  && !c.bans.exists(b, (!b.on_export || export) && !(b.unless_consent && consented)))
"""
WAY = "one expression; the rules of each cell are chosen by hand outside of the clock, consent and age given"

Plain = dict[str, Any]


def facts(index: ByHand, question: Question) -> Plain:
    """Return the variables of the expression."""
    categories = []
    for covering, touching in map(index.at, cells(question)):
        rules = [
            {"on_consent": each.on_consent, "days": FOREVER if each.days is None else each.days} for each in covering
        ]
        bans = [{"on_export": each.on_export, "unless_consent": each.unless_consent} for each in touching]
        categories.append({"rules": rules, "bans": bans})
    return {
        "categories": categories,
        "consented": consented(question),
        "age": age(question),
        **exported(question),
    }


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression, and the rules by hand."""

    index: ByHand
    evaluate: Callable[[Any], Any]
    native: Callable[[Plain], Any]
    """Turns the variables into what the library wants; within the clock only where the request is made there."""

    def request(self, question: Question) -> Any:
        return self.native(facts(self.index, question))

    def decide(self, request: Any) -> bool:
        return bool(self.evaluate(request))


@dataclass(frozen=True, slots=True)
class CelExpr:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Expression:
        del asked
        from cel_expr_python import cel  # noqa: PLC0415  # it may not be installed

        kinds = {"categories": cel.Type.DYN, "consented": cel.Type.BOOL, "age": cel.Type.INT, "export": cel.Type.BOOL}
        environment = cel.NewEnv(variables=kinds)
        compiled = environment.compile(EXPRESSION)

        def evaluate(data: Plain) -> bool:
            found = compiled.eval(data=data).value()
            if found is True or found is False:
                return found
            raise ValueError(found)  # an error is a value here, and it counts as true in a test of Python

        return Expression(by_hand(policy), evaluate, lambda plain: plain)


@dataclass(frozen=True, slots=True)
class CelPython:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Expression:
        del asked
        import celpy  # noqa: PLC0415  # it may not be installed

        environment = celpy.Environment()
        program = environment.program(environment.compile(EXPRESSION))

        def native(plain: Plain) -> Any:
            return {name: celpy.json_to_cel(value) for name, value in plain.items()}

        return Expression(by_hand(policy), program.evaluate, native)


@dataclass(frozen=True, slots=True)
class CelRust:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Expression:
        del asked
        import cel  # noqa: PLC0415  # it may not be installed

        program = cel.compile(EXPRESSION)
        return Expression(by_hand(policy), program.execute, lambda plain: cel.Context(variables=plain))


CEL_EXPR = CelExpr(Label("CEL (cel-expr-python)", "cel-expr-python", WAY))
CEL_PYTHON = CelPython(Label("CEL (cel-python)", "cel-python", WAY))
CEL_RUST = CelRust(Label("CEL (common-expression-language)", "common-expression-language", WAY))
