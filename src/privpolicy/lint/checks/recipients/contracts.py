"""What binds recipients: contracts with processors, arrangements between joint controllers (Art. 26, 28 GDPR)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.engine.words import day
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.recipients.naming import Outsider, outsiders
from privpolicy.lint.examined import Examined
from privpolicy.model.recipient import Role

_KINDS: dict[Role, str] = {"processor": "processing-agreement", "joint-controller": "joint-controller-arrangement"}


def processor_without_contract(x: Examined) -> Iterator[Remark]:
    """A processor with whom no contract is named.

    Whoever processes on behalf of another does so under a contract that fixes subject, duration, instructions and
    security (Art. 28(3) GDPR). Without it the processor may not get data at all.

    Avoid::

        recipients:
          host: {role: processor, country: FR}    # expect
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
            country: FR
            contract: {kind: processing-agreement, from: 2024-01-01}
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [host]
    """
    for one in _unbound(x, "processor"):
        yield Remark(
            ("recipients", one.name),
            f"{quote(one.name)} is a processor, and no contract with it is named",
            "write `contract: {kind: processing-agreement, from: …}`",
            one.used,
            on_key=True,
        )


def _unbound(x: Examined, role: Role) -> Iterator[Outsider]:
    """Yield those of a role with whom no contract is named.

    A heading above members with contracts of their own needs none, and where nobody below it has one, it speaks for
    all of them.
    """
    unbound = {
        one.name: one
        for one in outsiders(x)
        if x.role(one.name) == role
        and all(x.contract(name) is None for name in (one.name, *x.below("recipient", (one.name,))))
    }
    for name, one in unbound.items():
        if not any(name.startswith(f"{heading}.") for heading in unbound):
            yield one


def joint_controller_without_arrangement(x: Examined) -> Iterator[Remark]:
    """A joint controller with whom no arrangement is named.

    Who decides together on purposes and means settles who answers requests and who informs, and tells people the
    essence of it (Art. 26 GDPR).

    Avoid::

        recipients:
          sponsor: {role: joint-controller, country: FR}    # expect
        activities:
          study:
            purposes: [research]
            legal-basis: consent
            data-subjects: [participant]
            data: [answers]
            recipients: [controller, sponsor]

    Prefer::

        recipients:
          sponsor:
            role: joint-controller
            country: FR
            contract: {kind: joint-controller-arrangement, from: 2024-01-01}
        activities:
          study:
            purposes: [research]
            legal-basis: consent
            data-subjects: [participant]
            data: [answers]
            recipients: [controller, sponsor]
    """
    for one in _unbound(x, "joint-controller"):
        yield Remark(
            ("recipients", one.name),
            f"{quote(one.name)} is a joint controller, and no arrangement with it is named",
            "write `contract: {kind: joint-controller-arrangement, from: …}`, and tell people its essence",
            one.used,
            on_key=True,
        )


def contract_over(x: Examined) -> Iterator[Remark]:
    """A contract that is not in force.

    A processor without a contract in force acts without instructions, and an arrangement that is over settles nothing.
    Either nothing goes there any more, or the new contract is missing here.

    Avoid::

        recipients:
          host:
            role: processor
            country: FR
            contract: {kind: processing-agreement, from: 2020-01-01, until: 2025-01-01}    # expect
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
            country: FR
            contract: {kind: processing-agreement, from: 2020-01-01}
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [host]
    """
    for one in outsiders(x):
        bound = x.contract(one.name)
        if bound is None or bound[1].holds_at(one.day) or x.role(one.name) not in _KINDS:
            continue
        path, contract = bound
        over = contract.until is not None and contract.until <= one.day
        key, moment = ("until", contract.until) if over else ("from", contract.from_)
        state = "ended on" if over else "starts only on"
        yield Remark(
            (*path, key),
            f"the contract with {quote(one.name)} {state} {day(moment) if moment is not None else 'another day'}",
            "name the contract that is in force, or stop sending data there",
            one.used,
        )


def contract_of_wrong_kind(x: Examined) -> Iterator[Remark]:
    """A contract that does not fit the role.

    The role follows from the facts, not from the paper. A company under a processing agreement that decides for itself
    is a controller (Art. 28(10) GDPR), and one that only follows instructions shares no control. One of the two
    words is wrong.

    Avoid::

        recipients:
          sponsor:
            role: joint-controller
            country: FR
            contract: {kind: processing-agreement, from: 2024-01-01}    # expect
        activities:
          study:
            purposes: [research]
            legal-basis: consent
            data-subjects: [participant]
            data: [answers]
            recipients: [controller, sponsor]

    Prefer::

        recipients:
          sponsor:
            role: joint-controller
            country: FR
            contract: {kind: joint-controller-arrangement, from: 2024-01-01}
        activities:
          study:
            purposes: [research]
            legal-basis: consent
            data-subjects: [participant]
            data: [answers]
            recipients: [controller, sponsor]
    """
    for one in outsiders(x):
        bound, role = x.contract(one.name), x.role(one.name)
        if bound is None or role is None or _KINDS.get(role) == bound[1].kind:
            continue
        fitting = _KINDS.get(role)
        yield Remark(
            (*bound[0], "kind"),
            f"{quote(one.name)} is a {role}, and its contract is a {bound[1].kind}",
            f"write `{fitting}`, or correct the role" if fitting else "correct the role, or leave the contract out",
            one.used,
        )


def processor_for_nobody(x: Examined) -> Iterator[Remark]:
    """An activity carried out on behalf of nobody that is named.

    A processor keeps a record for each controller on whose behalf it acts (Art. 30(2) GDPR) and acts on that one's
    instructions. Without a name there is no contract to look into, and the processing counts as its own.

    Avoid::

        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [visitor]
            data: [pages]
            role: processor    # expect

    Prefer::

        recipients:
          customers: {role: third-party, country: FR}
        activities:
          hosting:
            purposes: [service]
            legal-basis: contract
            data-subjects: [visitor]
            data: [pages]
            role: processor
            processing-for: customers
    """
    for name, activity in x.activities.items():
        if activity.role == "processor" and activity.processing_for is None:
            yield Remark(
                ("activities", name, "role"),
                f"{quote(name)} is carried out as a processor, and for whom is not said",
                "name the controller under `processing-for`",
            )
