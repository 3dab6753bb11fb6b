"""Who consents: children, people who are not asked, people who can hardly refuse."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, first, holding, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.condition import Condition


def child_consent_unguarded(x: Examined) -> Iterator[Remark]:
    """Consent of children with nobody asking who gave it.

    Below the age of consent of their country children do not agree to online services by themselves; a parent does. The
    guards of the law packs look at age and at who consented. A policy that names no pack is asked without them, and
    takes the click of a child for a consent.

    Avoid::

        policy: {language: 1, id: games}
        data-subjects:
          player: {child: true}
        activities:
          ranking:
            purposes: [ranking]
            legal-basis: consent    # expect
            data-subjects: [player]
            data: [nickname]

    Prefer::

        policy: {language: 1, id: games, law: [eu-gdpr]}
        data-subjects:
          player: {child: true}
        activities:
          ranking:
            purposes: [ranking]
            legal-basis: consent
            data-subjects: [player]
            data: [nickname]
    """
    if x.model.policy.law:
        return
    with_children = holding(x, "data-subject", x.children)
    for name, one in acting(x):
        if (
            one.legal_basis == "consent"
            and first(one.data_subjects, with_children) is not None
            and not _by_age(one.when)
        ):
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` counts the consent of a child, whoever gave it: the policy names no law whose guard asks",
                help="name a law pack under `policy.law`, or let `when` ask for the `age`",
            )


def _by_age(condition: Condition | None) -> bool:
    if condition is None:
        return False
    below = (*(condition.any_ or ()), *(condition.all_ or ()), *((condition.not_,) if condition.not_ else ()))
    return "age" in condition.facts or any(_by_age(one) for one in below)


_OTHERS_DATA = whole_words(
    "address books?", "contact lists?", "phone ?books?", "lists? of contacts", "guest lists?",
    "carnets? d'adresses", "listes? de contacts", "répertoire téléphonique",
)  # fmt: skip
_OTHERS_TERMS = ("Acquaintance", "AcquantancesOfFriends", "Friend", "FriendsOfFriends", "Connection", "SocialNetwork")
_OTHERS = whole_words(
    "third (?:person|part(?:y|ie))s?", "(?:people|persons) in (?:the |an )?address books?", "contacts of \\w+",
    "bystanders?", "relatives", "tierce personne", "personnes? tierces?", "tiers", "proches",
)  # fmt: skip


def consent_for_others(x: Examined) -> Iterator[Remark]:
    """Consent relied on for the data of people who are not asked.

    A person agrees for itself, and for nobody in its address book. Where data is about friends, guests or appointment
    partners of the one who agrees, that consent is no basis for it, and the others have to be informed as well.

    A person should look at who is asked. Often another basis fits, or a processor contract, as the user and not the
    service decides about the address book.

    Avoid::

        activities:
          find-friends:
            purposes: [find-friends]
            legal-basis: consent
            data-subjects: [user]
            data: [user-name, address-book]    # expect

    Prefer::

        activities:
          find-friends:
            purposes: [find-friends]
            legal-basis: consent
            data-subjects: [user]
            data: [user-name]
    """
    elsewhere = x.model.notice.from_elsewhere if x.model.notice is not None else ()
    people = about(x, "data-subject", (), _OTHERS) | x.below("data-subject", elsewhere)
    data = about(x, "data", _OTHERS_TERMS, _OTHERS_DATA)
    for name, one in acting(x):
        if one.legal_basis != "consent":
            continue
        said = "but a consent is given for oneself"
        help_text = "find another basis for the data of others, or leave it out"
        if (at := first(one.data_subjects, people)) is not None:
            what = one.data_subjects[at]
            yield Remark(
                ("activities", name, "data-subjects", at), f"`{name}` rests on consent for `{what}`, {said}", help_text
            )
        elif (at := first(one.data, data)) is not None:
            what = one.data[at]
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` rests on consent for `{what}`, which tells of others, {said}",
                help_text,
            )


_STAFF = whole_words(
    "employees?", "staff", "workers?", "workforce", "job applicants?", "trainees?", "salariés?", "personnel",
    "stagiaires?", "candidats?",
)  # fmt: skip
_STAFF_TERMS = ("Employee", "JobApplicant")


def consent_of_employees(x: Examined) -> Iterator[Remark]:
    """Consent asked of those who can hardly refuse.

    Between an employer and the people who work for it, or want to, a consent is rarely free: who says no has to fear
    for the job. Authorities accept it only where nothing hangs on the answer.

    Avoid::

        data-subjects:
          staff: {dpv: dpv:Employee}
        activities:
          location-of-vans:
            purposes: [location-of-vans]
            legal-basis: consent    # expect
            data-subjects: [staff]
            data: [location]

    Prefer::

        data-subjects:
          staff: {dpv: dpv:Employee}
        activities:
          location-of-vans:
            purposes: [location-of-vans]
            legal-basis: legitimate-interests
            legitimate-interest: To send the nearest van
            data-subjects: [staff]
            data: [location]
    """
    staff = about(x, "data-subject", _STAFF_TERMS, _STAFF)
    for name, one in acting(x):
        if one.legal_basis == "consent" and (at := first(one.data_subjects, staff)) is not None:
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` rests on the consent of `{one.data_subjects[at]}`, who can hardly refuse",
                help="rest it on another basis, or see to it that nothing hangs on the answer",
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP324", "child-consent-unguarded", "warning", child_consent_unguarded,
        cites=("gdpr:8-1", "gdpr:8-2"), rests_on=("rules.parental-check",),
    ),
    check(
        "PP325", "consent-for-others", "note", consent_for_others,
        cites=("gdpr:4-11", "gdpr:6-1-a", "gdpr:14"), rests_on=("rules.consent-by-whom",),
    ),
    check(
        "PP327", "consent-of-employees", "note", consent_of_employees,
        cites=("gdpr:7-4", "gdpr:recital-43", "edpb:guidelines-5/2020"), rests_on=("rules.consent-imbalance",),
    ),
)  # fmt: skip
