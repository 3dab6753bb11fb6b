"""Whether there is a period at all, and whether anything may be erased."""

from collections import defaultdict
from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention.keeping import named
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity

_MANNERS = {"erase", "anonymise"}


def no_retention(x: Examined) -> Iterator[Remark]:
    """Data kept with no period.

    Data may identify people no longer than its purpose needs (Art. 5(1)(e) GDPR), and they are told the period or how
    it is found (Art. 13(2)(a)). An activity that names no retention keeps for ever, and "as long as necessary" is no
    answer to an inspector. A criterion is enough: the end of the contract, the closing of a request.

    An activity is left alone where all that it keeps of the same people is also kept by an activity with a period, or
    where it only writes into what the activities behind it keep.

    Avoid::

        activities:
          support:    # expect
            purposes: [helpdesk]
            legal-basis: contract
            data-subjects: [customer]
            data: [ticket]

    Prefer::

        activities:
          support:
            purposes: [helpdesk]
            legal-basis: contract
            data-subjects: [customer]
            data: [ticket]
            retention: P1Y
    """
    files = _Files(x)
    for name, activity in x.keepers.items():
        if activity.retention is not None or _writes_elsewhere(activity) or files.hold(activity):
            continue
        yield Remark(
            ("activities", name),
            f"{quote(name)} keeps {named(activity.data)} and says neither how long nor until when",
            "name a schedule under `retention`, a duration such as P1Y, or an event that ends it",
            on_key=True,
        )


def _writes_elsewhere(activity: Activity) -> bool:
    """Tell whether an activity takes nothing in: it corrects or notes something in the files of others."""
    return bool(activity.further_processing_of) and not {"collect", "store"} & set(activity.operations)


class _Files:
    """What lies under a schedule: of whom, by the narrowest categories and the narrowest people."""

    def __init__(self, x: Examined) -> None:
        self._x = x
        self._narrowest: dict[tuple[Dimension, str], frozenset[str]] = {}
        self._of_whom: dict[str, frozenset[str]] = {}
        named: dict[str, set[str]] = defaultdict(set)
        for activity in x.keepers.values():
            if activity.retention is not None:
                for category in activity.data:
                    named[category].update(activity.data_subjects)
        self._subjects: dict[str, set[str]] = defaultdict(set)
        for category, subjects in named.items():
            for leaf in self._leaves("data", category):
                self._subjects[leaf].update(*(self._leaves("data-subject", one) for one in subjects))

    def hold(self, activity: Activity) -> bool:
        """Tell whether all the data of an activity lies there, of all its people."""
        return all(
            self._leaves("data-subject", subject) <= self._whose(category)
            for category in activity.data
            for subject in activity.data_subjects
        )

    def _whose(self, category: str) -> frozenset[str]:
        """Return of whom the whole of a category lies there."""
        if category not in self._of_whom:
            first, *others = (self._subjects.get(leaf, set()) for leaf in self._leaves("data", category))
            self._of_whom[category] = frozenset(first.intersection(*others))
        return self._of_whom[category]

    def _leaves(self, dimension: Dimension, concept: str) -> frozenset[str]:
        key = (dimension, concept)
        if key not in self._narrowest:
            below = self._x.below(dimension, (concept,))
            self._narrowest[key] = frozenset(one for one in below if self._x.is_leaf(dimension, one))
        return self._narrowest[key]


def kept_without_erasure(x: Examined) -> Iterator[Remark]:
    """Data that no activity may ever erase.

    A schedule ends in erasure, and a person may ask for it (Art. 17 GDPR). What no activity permits the policy
    forbids: if none that covers a category lists `erase` or `anonymise`, both have to be refused.

    Avoid::

        activities:
          profile:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [picture]    # expect
            operations: [collect, store, use]
            retention: P1Y

    Prefer::

        activities:
          profile:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [picture]
            operations: [collect, store, use, erase]
            retention: P1Y
    """
    erasing = {
        category
        for activity in x.activities.values()
        if not _MANNERS.isdisjoint(activity.operations)
        for category in activity.data
    }
    erased = x.below("data", erasing)
    told: set[str] = set()
    for name, activity in x.keepers.items():
        for position, category in enumerate(activity.data):
            if category in erased or category in told:
                continue
            left = [one for one in x.below("data", (category,)) - erased if x.is_leaf("data", one)]
            if left:
                told.add(category)
                yield Remark(
                    ("activities", name, "data", position),
                    f"{quote(name)} keeps {named(sorted(left))}, and no activity may ever erase it",
                    "add `erase` to the operations of an activity that covers it",
                )
