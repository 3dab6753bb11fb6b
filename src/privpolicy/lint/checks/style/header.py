"""What the header says, and what is over on the day."""

from collections.abc import Iterator

from privpolicy.engine.words import day
from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined


def no_version(x: Examined) -> Iterator[Remark]:
    """Policy without a version.

    Every decision carries the version of the policy that gave it. Without one nobody can show later which rules an
    answer followed, and that showing is the controller's task.

    Avoid::

        policy:                # expect
          language: 1
          id: shop
          law: [eu-gdpr]

    Prefer::

        policy:
          language: 1
          id: shop
          version: 2024-05
          law: [eu-gdpr]
    """
    if x.model.policy.version is None:
        yield Remark(("policy",), "the policy states no version", "write `version: 2024-05`, or a number", on_key=True)


def no_law_named(x: Examined) -> Iterator[Remark]:
    """Policy that names no law.

    A policy that names no law pack is asked alone: a transfer without a tool, or special data without a condition, is
    permitted if an activity says so. The linter reads it under the Regulation all the same, so that it tells of what
    no answer heeds.

    Avoid::

        policy:                # expect
          language: 1
          id: shop

    Prefer::

        policy:
          language: 1
          id: shop
          law: [eu-gdpr]
    """
    if not x.model.policy.law:
        is_written = "law" in x.model.policy.model_fields_set
        path = ("policy", "law") if is_written else ("policy",)
        message = "the policy names no law, so that no answer looks at any"
        yield Remark(path, message, "write `law: [eu-gdpr]`, or the pack of your country", on_key=True)


def policy_over(x: Examined) -> Iterator[Remark]:
    """Policy that is no longer in force.

    After its end a policy denies everything but what protects persons. If that is not meant, the end is out of date;
    if it is, another policy should have taken its place. Activities are then not looked at any further.

    Avoid on 2024-01-01::

        policy:
          language: 1
          id: shop
          law: [eu-gdpr]
          effective:
            from: 2020-01-01
            until: 2023-01-01      # expect

    Prefer on 2024-01-01::

        policy:
          language: 1
          id: shop
          law: [eu-gdpr]
          effective: {from: 2020-01-01}
    """
    effective = x.model.policy.effective
    if effective is not None and effective.until is not None and effective.until <= x.at:
        message = f"the policy is over since {day(effective.until)}, and every answer is that it is not in force"
        advice = "state a later end, or none, or look at the policy that came after"
        yield Remark(("policy", "effective", "until"), message, advice)


def activity_over(x: Examined) -> Iterator[Remark]:
    """Activity or prohibition that is over.

    It permits or forbids nothing any more. It still answers questions about the past; where nobody asks these, it can
    be removed. Otherwise it may be a promise that ended unseen.

    Avoid on 2024-01-01::

        activities:
          survey-2023:
            purposes: [survey]
            legal-basis: consent
            data-subjects: [customer]
            data: [contact]
            effective: {from: 2023-01-01, until: 2023-07-01}     # expect

    Prefer on 2024-01-01::

        activities:
          survey:
            purposes: [survey]
            legal-basis: consent
            data-subjects: [customer]
            data: [contact]
            effective: {from: 2023-01-01}
    """
    whole = x.model.policy.effective
    if whole is not None and whole.until is not None and whole.until <= x.at:
        return
    for section, kind, declared, left in (
        ("activities", "activity", x.model.activities, x.activities),
        ("prohibitions", "prohibition", x.model.prohibitions, x.prohibitions),
    ):
        if len(declared) == len(left):
            continue
        for name, one in declared.items():
            if name not in left and one.effective is not None and one.effective.until is not None:
                message = f"the {kind} `{name}` is over since {day(one.effective.until)}"
                advice = "remove it if nobody asks about the time before, or state a later end"
                yield Remark((section, name, "effective", "until"), message, advice)
