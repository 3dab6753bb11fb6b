"""What a legal basis has to name: the interest, and whose it is; the law."""

import re
from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import acting, straight, texts, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity


def interest_not_named(x: Examined) -> Iterator[Remark]:
    """Legitimate interests with no interest named.

    This basis is a weighing: an interest on one side, the person on the other. With no interest named there is nothing
    to weigh, and persons have to be told which interest it is.

    Avoid::

        activities:
          parcel-insurance:
            purposes: [insurance]
            legal-basis: legitimate-interests    # expect
            data-subjects: [customer]
            data: [address]

    Prefer::

        activities:
          parcel-insurance:
            purposes: [insurance]
            legal-basis: legitimate-interests
            legitimate-interest: Not to bear the loss of parcels of value
            data-subjects: [customer]
            data: [address]
    """
    for name, one in acting(x):
        if one.legal_basis == "legitimate-interests" and not (one.legitimate_interest or "").strip():
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` rests on legitimate interests and names none",
                help="say under `legitimate-interest` what the controller gains, in words that the notice can use",
            )


_INTEREST = r"(?:interests?|benefits?|advantages?|wish(?:es)?|needs?)"
_WHOSE = re.compile(
    rf"(?P<before>[\w .&-]{{1,60}}?)(?:'s|s')\s+(?:\w+\s+){{0,2}}{_INTEREST}\b"
    rf"|\b{_INTEREST}\s+(?:pursued\s+)?(?:of|by)\s+(?:the\s+)?(?P<after>[\w .&-]{{1,60}})"
    r"|\bint[ée]r[êe]ts?\s+(?:l[ée]gitimes?\s+)?(?:poursuivis?\s+)?(?:par|de|du|des|d')\s*"
    r"(?:la\s+|le\s+|les\s+|l')?(?P<apres>[\w .&-]{1,60})",
    re.IGNORECASE,
)
_PURSUES = re.compile(
    r"(?P<who>[\w .&-]{1,60}?)\s+"
    r"(?:pursues|seeks|wants|wishes|has an? (?:\w+ )?interest|is interested|poursuit|souhaite|a (?:un )?intérêt)\b",
    re.IGNORECASE,
)
"""A sentence that begins with who has the interest."""
_OWN = whole_words(
    "our", "ours", "we", "us", "both", "joint(?:ly)?", "mutual", "the (?:company|controller|firm|operator)(?:'s)?",
    "notre", "nos", "nous", "(?:la|notre) société", "l'entreprise", "le responsable",
)  # fmt: skip
_OTHERS = whole_words(
    "third part(?:y|ies)", "partners?", "advertisers?", "sponsors?", "tiers", "partenaires?", "annonceurs?"
)


def interest_of_third_party(x: Examined) -> Iterator[Remark]:
    """Legitimate interests that are those of somebody else.

    The controller that lets another company in, with a module on its pages for example, has to pursue an interest of
    its own. That the other company gains something by it is no reason why the controller may take part (Court of
    Justice, C-40/17).

    Persons learn from such a text what the other company wants, and not why the one that they deal with hands their
    data over.

    Avoid::

        activities:
          map-module:
            purposes: [maps]
            legal-basis: legitimate-interests
            legitimate-interest: The interest of Mapmaker in knowing who looks at which place    # expect
            data-subjects: [visitor]
            data: [ip-address]
            operations: [disclose]
            recipients: [mapmaker]

    Prefer::

        activities:
          map-module:
            purposes: [maps]
            legal-basis: legitimate-interests
            legitimate-interest: Our interest in visitors finding the shop
            data-subjects: [visitor]
            data: [ip-address]
            operations: [disclose]
            recipients: [mapmaker]
    """
    controller = _long_words(x.model.controller.name or "") if x.model.controller is not None else frozenset()
    outsiders: dict[str, bool] | None = None
    for name, one in acting(x):
        text = one.legitimate_interest
        if one.legal_basis != "legitimate-interests" or text is None:
            continue
        text = straight(text)
        owner = _owner(text)
        if owner is None or _OWN.search(text) or not controller.isdisjoint(_long_words(text)):
            continue
        outsiders = _names_of_outsiders(x) if outsiders is None else outsiders
        named = f" {' '.join(owner.lower().split())} "
        if _OTHERS.search(owner) or any(
            f" {outsider} " in named if decides else named.startswith(f" {outsider} ")
            for outsider, decides in outsiders.items()
        ):
            yield Remark(
                ("activities", name, "legitimate-interest"),
                f"the interest on which `{name}` rests is that of `{owner}`, and none of the controller is named",
                help="name what the controller itself gains; if that is nothing, ask for consent or do without",
            )


def _owner(text: str) -> str | None:
    found = _PURSUES.match(text) or _WHOSE.search(text)
    if found is None:
        return None
    owner = next(part for part in found.groups() if part is not None).strip()
    return re.split(r"\s(?:in|to|at|dans|à|en)\s", owner, maxsplit=1)[0].removeprefix("The ").removeprefix("the ")


_LEGAL_FORMS = frozenset({"sarl", "gmbh", "limited", "société", "company", "association", "group", "groupe"})


def _long_words(text: str) -> frozenset[str]:
    """Return the words by which a company is told apart in a text."""
    return frozenset(word for word in re.findall(r"[^\W_]{4,}", text.lower()) if word not in _LEGAL_FORMS)


def _names_of_outsiders(x: Examined) -> dict[str, bool]:
    """Return what recipients are called, segments of their ids and titles, and whether they decide for themselves."""
    found: dict[str, bool] = {}
    for recipient, declared in x.model.recipients.items():
        if roles := x.vocabulary.roles[recipient]:
            decides = not roles.isdisjoint({"third-party", "joint-controller"})
            names = (
                recipient.rpartition(".")[2].replace("-", " "),
                *(title.lower() for title in texts(declared.title)),
            )
            found |= {name: decides or found.get(name, False) for name in names}
    return found


def law_not_named(x: Examined) -> Iterator[Remark]:
    """A legal obligation with no law named.

    The obligation comes from a law that binds the controller and sets the purpose. Without its name nobody can tell
    whether there is one, how far it reaches, and how long data has to be kept for it.

    Avoid::

        activities:
          invoices:
            purposes: [accounting]
            legal-basis: legal-obligation    # expect
            data-subjects: [customer]
            data: [invoice]

    Prefer::

        activities:
          invoices:
            purposes: [accounting]
            legal-basis: legal-obligation
            law: Code de commerce, art. L123-22
            data-subjects: [customer]
            data: [invoice]
    """
    for name in _without_law(x, "legal-obligation"):
        yield Remark(
            ("activities", name, "legal-basis"),
            f"`{name}` rests on a legal obligation and names no law",
            help="name statute and article under `law`; a law that merely allows the processing is no obligation",
        )


def task_without_law(x: Examined) -> Iterator[Remark]:
    """A public task with no law named.

    A task in the public interest, or official authority, is conferred by law. Without it a person who objects cannot
    know against which task, and a private body has no such basis at all.

    Avoid::

        activities:
          register:
            purposes: [register-of-dogs]
            legal-basis: public-task    # expect
            data-subjects: [owner]
            data: [address]

    Prefer::

        activities:
          register:
            purposes: [register-of-dogs]
            legal-basis: public-task
            law: Code rural, art. L212-10
            data-subjects: [owner]
            data: [address]
    """
    for name in _without_law(x, "public-task"):
        yield Remark(
            ("activities", name, "legal-basis"),
            f"`{name}` rests on a public task and names no law that confers it",
            help="name statute and article under `law`",
        )


def _without_law(x: Examined, basis: str) -> Iterator[str]:
    def lacks(one: Activity) -> bool:
        return one.legal_basis == basis and not (one.law or "").strip()

    return (name for name, one in acting(x) if lacks(one))


_SAYS_NOTHING = whole_words(
    r"economic(?:al(?:ly)?)? (?:exploit\w*|operation)", r"exploit\w* economically", r"commercial(?:ly)? exploit\w*",
    r"exploit\w* commercially", "(?:business|commercial|economic|financial|company) (?:interests?|reasons|purposes)",
    r"exploitation (?:économique|commerciale)", r"intérêts? (?:commercia(?:l|ux)|économiques?|financiers?)",
)  # fmt: skip
_EMPTY = re.compile(r"\W*(?:our|notre|nos|the|its)?\s*(?:legitimate interests?|intérêts? légitimes?)\W*", re.IGNORECASE)


def vague_interest(x: Examined) -> Iterator[Remark]:
    """An interest that says nothing.

    An interest has to be clear enough to be weighed. "Commercial interests" or "economic exploitation" are true of
    whatever a company does, and nobody can object to them with a reason.

    A commercial interest may well be legitimate; a person should look at whether the text says which it is.

    Avoid::

        activities:
          statistics:
            purposes: [statistics]
            legal-basis: legitimate-interests
            legitimate-interest: Our commercial interests    # expect
            data-subjects: [customer]
            data: [order]

    Prefer::

        activities:
          statistics:
            purposes: [statistics]
            legal-basis: legitimate-interests
            legitimate-interest: To know which products to order again
            data-subjects: [customer]
            data: [order]
    """
    for name, one in acting(x):
        text = one.legitimate_interest
        if (
            one.legal_basis == "legitimate-interests"
            and text
            and (_SAYS_NOTHING.search(straight(text)) or _EMPTY.fullmatch(text))
        ):
            yield Remark(
                ("activities", name, "legitimate-interest"),
                f"the interest of `{name}` is too broad to be weighed",
                help="say what is to be reached, such as what is sold, protected or found out",
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP310", "interest-not-named", "error", interest_not_named,
        cites=("gdpr:6-1-f", "gdpr:13-1-d"), rests_on=("legal-bases.legitimate-interests",),
    ),
    check(
        "PP311", "interest-of-third-party", "error", interest_of_third_party,
        cites=("gdpr:6-1-f", "cjeu:C-40/17"), rests_on=("milestones.fashion-id",),
    ),
    check(
        "PP312", "law-not-named", "warning", law_not_named,
        cites=("gdpr:6-1-c", "gdpr:6-3"), rests_on=("legal-bases.legal-obligation",),
    ),
    check(
        "PP313", "task-without-law", "warning", task_without_law,
        cites=("gdpr:6-1-e", "gdpr:6-3"), rests_on=("legal-bases.public-task",),
    ),
    check(
        "PP331", "vague-interest", "note", vague_interest,
        cites=("gdpr:6-1-f", "gdpr:13-1-d"), rests_on=("legal-bases.legitimate-interests",),
    ),
)  # fmt: skip
