"""Transfers to third countries (Chapter V GDPR), read off the compiled guard of the law."""

from collections.abc import Iterator

from privpolicy.diagnostics.fix import Fix, Removal
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.requirement import Ground, Undeclared
from privpolicy.engine.words import day
from privpolicy.law.citation import short
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.recipients.coverage import is_covered, placed, was_struck_down
from privpolicy.lint.checks.recipients.naming import outsiders
from privpolicy.lint.examined import Examined
from privpolicy.model.moment import Moment


def no_country(x: Examined) -> Iterator[Remark]:
    """A recipient of whom no country is said.

    Whether data leaves the European Economic Area, and on what ground, hangs on where a recipient is. People are told
    of transfers (Art. 13(1)(f) GDPR), and nobody can tell them what nobody asked the recipient.

    Avoid::

        recipients:
          chat-provider:    # expect
            role: processor
        activities:
          chat:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [message]
            recipients: [controller, chat-provider]

    Prefer::

        recipients:
          chat-provider:
            role: processor
            country: IE
        activities:
          chat:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [message]
            recipients: [controller, chat-provider]
    """
    for one in outsiders(x):
        clause = x.transfers.get(one.name)
        if clause is not None and isinstance(clause.requirement, Undeclared):
            yield Remark(
                ("recipients", one.name),
                f"the country of {quote(one.name)} is not said, so that nobody can tell whether data leaves the EEA",
                "ask, and write `country`, with `transfer-tools` where it lies outside the EEA",
                one.used,
                on_key=True,
            )


def transfer_without_tool(x: Examined) -> Iterator[Remark]:
    """A recipient in a third country, and nothing that carries the transfer.

    Data leaves the European Economic Area only to a country with an adequacy decision, or with safeguards such as
    standard clauses, or in the narrow cases of Art. 49 GDPR. Without any of these every disclosure is unlawful,
    whatever its legal basis.

    Avoid::

        recipients:
          call-centre: {role: processor, country: IN}    # expect
        activities:
          hotline:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [call-centre]

    Prefer::

        recipients:
          call-centre:
            role: processor
            country: IN
            transfer-tools: [{tool: standard-clauses, framework: scc-2021, from: 2024-05-01}]
        activities:
          hotline:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [call-centre]
    """
    for one, clause in placed(x):
        if x.transfer_tools(one.name) is not None or is_covered(clause.requirement, one.day):
            continue
        over = [ground for ground in clause.grounds if ground.end is not None and ground.end <= one.day]
        ended = [_end_of(x, ground, one.day) for ground in over]
        before = f"; before: {listed(ended, 'and')}" if ended else ""
        yield Remark(
            ("recipients", one.name, "country") if one.declared.country is not None else ("recipients", one.name),
            f"{quote(one.name)} is in {x.country(one.name)}, a third country, and nothing carries the transfer "
            f"on {day(one.day)}{before}",
            "state `transfer-tools`: clauses that were signed, binding rules, or the framework that lists it",
            one.used,
            on_key=one.declared.country is None,
        )


def dead_transfer_tool(x: Examined) -> Iterator[Remark]:
    """A transfer that rests on a tool which no longer carries it.

    Decisions fall, sets of clauses are repealed, and listings lapse. From that day on there is no period of grace: the
    transfer needs another tool, and the notice that names the old one is wrong.

    The day matters: on 2019-11-15 the Privacy Shield carried transfers to companies on its list.

    Avoid::

        recipients:
          mailer:
            role: processor
            country: US
            transfer-tools:    # expect
              - {tool: adequacy, framework: us-privacy-shield, from: 2018-01-01}
        activities:
          mailing:
            purposes: [news]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [mailer]

    Prefer::

        recipients:
          mailer:
            role: processor
            country: US
            transfer-tools:
              - {tool: adequacy, framework: us-dpf, from: 2023-10-01}
        activities:
          mailing:
            purposes: [news]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [mailer]
    """
    for one, clause in placed(x):
        stated = x.transfer_tools(one.name)
        if stated is None or is_covered(clause.requirement, one.day):
            continue
        told = listed([_end_of(x, ground, one.day) for ground in clause.grounds], "and")
        yield Remark(
            stated[0],
            f"no tool carries the transfer to {quote(one.name)} in {x.country(one.name)} on {day(one.day)}: {told}",
            "sign clauses that are in force, or name the framework under which it is listed today",
            one.used,
            tuple(dict.fromkeys(cite for ground in clause.grounds for cite in ground.cites_at(one.day))),
            on_key=True,
        )


def _end_of(x: Examined, ground: Ground, at: Moment) -> str:
    """Say what became of a ground that does not hold."""
    over = ground.end is not None and ground.end <= at
    ended_by = short(ground.ended_by[0]) if over and was_struck_down(x, ground) else None
    return f"{ground.words}, ended by {ended_by}" if ended_by else ground.words


def needless_transfer_tool(x: Examined) -> Iterator[Remark]:
    """A transfer tool for a recipient in the European Economic Area.

    Where the Regulation itself applies there is no transfer and nothing to carry. A tool stated all the same tells
    people of a transfer that does not take place, and hides a wrong country.

    Avoid::

        recipients:
          host:
            role: processor
            country: DE
            transfer-tools: [{tool: standard-clauses, framework: scc-2021, from: 2022-01-01}]    # expect
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [host]

    Prefer::

        recipients:
          host: {role: processor, country: DE}
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [host]
    """
    for one in outsiders(x):
        country = x.country(one.name)
        if one.declared.transfer_tools is None or country is None:
            continue
        area = x.guard_facts.area(country, one.day)
        if area is None or area.status not in {"union", "eea-efta"}:
            continue
        path = ("recipients", one.name, "transfer-tools")
        # What is declared below may inherit the tools and need them.
        alone = x.is_leaf("recipient", one.name)
        fix = Fix(f"remove the tools of {quote(one.name)}", (Removal(path),)) if alone else None
        message = f"{quote(one.name)} is in {country}, where the GDPR applies: nothing is transferred that needs a tool"
        yield Remark(path, message, "remove the tools, or correct the country", one.used, fix=fix, on_key=True)
