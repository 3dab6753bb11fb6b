"""Tools that carry a transfer today, and what is wrong with them all the same."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.engine.words import day
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.recipients.coverage import covered_until, is_covered, placed, without
from privpolicy.lint.examined import Examined
from privpolicy.model.duration import add, read_duration

_SOON = read_duration("P1Y")
_DEROGATION = frozenset({"derogation"})
_SAFEGUARDS = frozenset({"standard-clauses", "binding-rules"})


def derogation_as_standing_tool(x: Examined) -> Iterator[Remark]:
    """A derogation that carries a standing relation.

    Art. 49 GDPR is for occasions: a booking abroad, a lawsuit. The European Data Protection Board does not accept it
    where data flows to the same company month after month.

    A processor is always a standing relation. Other recipients are reported where some activity sends them data
    without any condition.

    Avoid::

        recipients:
          host:
            role: processor
            country: IN
            transfer-tools: [{tool: derogation}]    # expect
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [host]

    Prefer::

        recipients:
          host:
            role: processor
            country: IN
            transfer-tools: [{tool: standard-clauses, framework: scc-2021, from: 2022-01-01}]
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [host]
    """
    for one, clause in placed(x):
        stated = x.transfer_tools(one.name)
        if stated is None or all(tool.tool != "derogation" for tool in stated[1]):
            continue
        if (
            not is_covered(clause.requirement, one.day)
            or is_covered(without(x, one.name, {"derogation"}), one.day)
            or not _is_standing(x, one.name)
        ):
            continue
        yield Remark(
            stated[0],
            f"the transfer to {quote(one.name)} in {x.country(one.name)} rests on a derogation alone, "
            "which is for occasions and carries no standing relation",
            "agree on standard clauses, or keep the derogation for single cases with a `when`",
            one.used,
            on_key=True,
        )


def _is_standing(x: Examined, name: str) -> bool:
    if x.role(name) in {"processor", "joint-controller"}:
        return True
    activities = [x.activities[one] for one in x.used_recipients[name]]
    return any(one.when is None and one.legal_basis != "vital-interests" for one in activities)


def tool_ends_soon(x: Examined) -> Iterator[Remark]:
    """What carries a transfer ends within a year.

    The end of a contract or of a decision comes without a reminder, and from that day on the transfer is unlawful.

    Avoid::

        recipients:
          analyst:
            role: processor
            country: US
            transfer-tools:    # expect
              - {tool: standard-clauses, framework: scc-2021, from: 2022-01-01, until: 2027-03-01}
        activities:
          reports:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [orders]
            recipients: [analyst]

    Prefer::

        recipients:
          analyst:
            role: processor
            country: US
            transfer-tools:
              - {tool: standard-clauses, framework: scc-2021, from: 2022-01-01}
        activities:
          reports:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [orders]
            recipients: [analyst]
    """
    for one, clause in placed(x):
        if not is_covered(clause.requirement, one.day):
            continue
        end, horizon = covered_until(x, clause, one.day), add(one.day, _SOON)
        if end is None or (horizon is not None and end > horizon):
            continue
        stated = x.transfer_tools(one.name)
        yield Remark(
            stated[0] if stated is not None else ("recipients", one.name),
            f"the transfer to {quote(one.name)} in {x.country(one.name)} is covered until {day(end)} only",
            "renew in time what carries it",
            one.used,
            on_key=True,
        )


def assessment_due(x: Examined) -> Iterator[Remark]:
    """Safeguards without a sign that the destination was assessed.

    Since the judgment of 16 July 2020 (Schrems II) clauses and binding rules are not enough by themselves: the exporter
    checks whether the law of the destination lets them work, and writes that down. A `reference` to that paper answers
    the first question of an inspection.

    Avoid::

        recipients:
          analyst:
            role: processor
            country: US
            transfer-tools:
              - {tool: standard-clauses, framework: scc-2021, from: 2022-01-01}    # expect
        activities:
          reports:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [orders]
            recipients: [analyst]

    Prefer::

        recipients:
          analyst:
            role: processor
            country: US
            transfer-tools:
              - tool: standard-clauses
                framework: scc-2021
                from: 2022-01-01
                reference: contract 2022-17 and assessment of 2022-02-03
        activities:
          reports:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [orders]
            recipients: [analyst]
    """
    told = set()
    for one, clause in placed(x):
        stated = x.transfer_tools(one.name)
        bare = [
            position
            for position, tool in enumerate(stated[1] if stated is not None else ())
            if tool.tool in _SAFEGUARDS and tool.reference is None and tool.holds_at(one.day)
        ]
        if stated is None or not bare or not is_covered(clause.requirement, one.day):
            continue
        if is_covered(without(x, one.name, _SAFEGUARDS), one.day):
            continue
        for position in bare:
            path, tool = (*stated[0], position), stated[1][position]
            if path not in told:
                told.add(path)
                yield Remark(
                    path,
                    f"nothing shows that the law of {x.country(one.name)} was assessed before {quote(one.name)} "
                    f"got data under {quote(tool.tool)}",
                    "write under `reference` where the assessment is found",
                    one.used,
                )
