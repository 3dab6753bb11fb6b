"""How purposes and data are called."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import straight, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.declaration import Declaration
from privpolicy.source.path import NodePath

_OPEN = whole_words(
    r"etc\.?", "and so on", "and the like", "and others", "and more", "amongst others",
    "other (?:\\w+ )?(?:purposes?|services?|guidelines?|uses?|reasons?|activities|needs|matters|things|tasks)",
    "(?:various|miscellaneous|diverse|sundry)(?: \\w+)?", "any (?:\\w+ )?purposes?", "all (?:\\w+ )?purposes",
    "(?:general|internal) (?:business )?(?:purposes?|use)",
    "(?:business|commercial|company) (?:purposes?|needs|reasons)",
    "as (?:we see fit|needed|necessary|required)", "future (?:uses?|purposes?|research)",
    "(?:improv\\w+|better) (?:the )?(?:user|customer)s?(?:'s?)? experience",
    "autres? (?:\\w+ )?(?:finalités?|services?|fins|usages?|besoins|activités|directives|raisons)", "et ainsi de suite",
    "(?:diverse?s?|divers) (?:finalités?|usages?|besoins)", "à toutes fins",
    "(?:fins|besoins|finalités?) (?:commercia\\w+|internes?)",
)  # fmt: skip
_BARE = frozenset(
    {"other", "others", "misc", "miscellaneous", "various", "general", "autre", "autres", "divers", "diverses"}
)


def vague_purpose(x: Examined) -> Iterator[Remark]:
    """An open-ended purpose.

    A purpose is to be specified before data is collected, so exactly that anybody can tell what belongs to it and what
    does not. "Other services", "business purposes" or a list that ends in "etc." cover whatever comes to mind later.

    Avoid::

        purposes:
          service:
            title: Deliver orders and provide other services    # expect
        activities:
          service:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        purposes:
          delivery:
            title: Deliver orders
          repairs:
            title: Repair what was delivered
        activities:
          service:
            purposes: [delivery, repairs]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    used: dict[str, str] = {}
    for name, activity in x.activities.items():
        for purpose in activity.purposes:
            used.setdefault(purpose, name)
    for purpose, one in x.model.purposes.items():
        if purpose not in used:
            continue
        path: NodePath = ("purposes", purpose)
        words = _vague_word(purpose, one)
        if words is not None:
            where, said, on_key = words
            yield Remark(
                (*path, *where),
                f"the purpose `{purpose}` is open-ended: `{said}`",
                help="name each purpose by what is reached with it, and leave out what is not known yet",
                related=((("activities", used[purpose], "purposes"), "this activity serves it"),),
                on_key=on_key,
            )


def _vague_word(purpose: str, one: Declaration) -> tuple[NodePath, str, bool] | None:
    last = purpose.rpartition(".")[2]
    for where, text in _written("title", one.title):
        if found := _OPEN.search(text):
            return where, found.group(), False
        if text.strip().lower() in _BARE:
            return where, text.strip(), False
    if found := _OPEN.search(last.replace("-", " ")):
        return (), found.group().replace(" ", "-"), True
    return ((), last, True) if last in _BARE else None


def _written(key: str, text: str | dict[str, str] | None) -> Iterator[tuple[NodePath, str]]:
    match text:
        case str():
            yield (key,), straight(text)
        case dict():
            yield from (((key, language), straight(one)) for language, one in text.items())
        case None:
            pass


_SENSITIVE = whole_words(
    "sensitive (?:personal )?(?:data|information)", "données (?:personnelles )?sensibles", "data sensibles"
)
_DENIED = whole_words(
    "(?:not|no|nor|never|non|isn't|aren't|pas|so-called)(?: \\w+){0,3} (?:sensitive|sensibles?|données sensibles)"
)


def category_called_sensitive(x: Examined) -> Iterator[Remark]:
    """A category of ordinary data called sensitive.

    In law the word stands for the special categories: health, beliefs, origin and the like. Passwords, identifiers and
    bank data deserve care, but whoever calls them sensitive data promises the rules for special categories, or does
    not know them.

    Avoid::

        data-categories:
          password:
            title: Passwords and other sensitive data    # expect
        activities:
          sign-in:
            purposes: [sign-in]
            legal-basis: contract
            data-subjects: [customer]
            data: [password]

    Prefer::

        data-categories:
          password:
            title: Passwords
            description: To be kept secret.
        activities:
          sign-in:
            purposes: [sign-in]
            legal-basis: contract
            data-subjects: [customer]
            data: [password]
    """
    grave = x.special_data | x.criminal_data
    for category, one in x.model.data_categories.items():
        if category in grave:
            continue
        for where, text in (*_written("title", one.title), *_written("description", one.description)):
            if _calls_sensitive(text):
                yield Remark(
                    ("data-categories", category, *where),
                    f"`{category}` is called sensitive data and is not of a special category",
                    help="call it confidential, or mark it `sensitivity: special` if that is what it is",
                )


def _calls_sensitive(text: str) -> bool:
    return _SENSITIVE.search(text) is not None and _DENIED.search(text) is None


CHECKS: tuple[Check, ...] = (
    check(
        "PP410", "vague-purpose", "warning", vague_purpose,
        cites=("gdpr:5-1-b",), rests_on=("rules.purpose-limitation",),
    ),
    check(
        "PP423", "category-called-sensitive", "warning", category_called_sensitive,
        cites=("gdpr:9-1", "gdpr:12-1"), rests_on=("rules.not-special",),
    ),
)  # fmt: skip
