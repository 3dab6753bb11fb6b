"""Data that reaches somebody whom it does not concern: the public, or others who decide for themselves."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, first, holding, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity

_PUBLIC_TERMS = ("EmailAddress", "EmailAddressPersonal", "TelephoneNumber", "PhysicalAddress", "HouseAddress")
_ADDRESS = whole_words(
    "e ?-?mail address(?:es)?", "postal address(?:es)?", "home address(?:es)?", "(?:tele)?phone numbers?",
    "adresses? postales?", "adresses? e-?mail", "numéros? de téléphone",
)  # fmt: skip


def contact_data_published(x: Examined) -> Iterator[Remark]:
    """Addresses of persons shown to the public on an interest.

    What is public can be copied and never called back. An interest in showing where people live or how to reach them
    seldom outweighs that; who wants to be found can agree to it, or has a contract about just that.

    Avoid::

        data-categories:
          phone: {dpv: pd:TelephoneNumber}
        activities:
          member-list:
            purposes: [member-list]
            legal-basis: legitimate-interests
            legitimate-interest: That members find each other
            data-subjects: [member]
            data: [name, phone]    # expect
            operations: [publish]

    Prefer::

        data-categories:
          phone: {dpv: pd:TelephoneNumber}
        activities:
          member-list:
            purposes: [member-list]
            legal-basis: consent
            data-subjects: [member]
            data: [name, phone]
            operations: [publish]
    """
    addresses = holding(x, "data", about(x, "data", _PUBLIC_TERMS, _ADDRESS))
    for name, one in acting(x):
        if one.legal_basis != "legitimate-interests" or not _shows(one):
            continue
        at = first(one.data, addresses)
        if at is not None:
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` shows `{one.data[at]}` to the public on legitimate interests",
                help="ask for consent, or show less",
            )


def _shows(one: Activity) -> bool:
    return "publish" in one.operations or ("disclose" in one.operations and "public" in one.recipients)


_SECRET_TERMS = ("Password", "Authenticating", "SecretText", "PINCode")
_SECRET = whole_words("passwords?", "pin codes?", "mots? de passe", "credentials?")


def secret_disclosed(x: Examined) -> Iterator[Remark]:
    """Passwords passed on.

    A password proves who somebody is because nobody else knows it. No purpose needs it outside the systems of the
    controller and of those who run them for it.

    Avoid::

        data-categories:
          password: {dpv: pd:Password}
        recipients:
          partner: {role: third-party, country: FR}
        activities:
          partner-login:
            purposes: [login]
            legal-basis: contract
            data-subjects: [customer]
            data: [user-name, password]    # expect
            operations: [disclose]
            recipients: [partner]

    Prefer::

        data-categories:
          password: {dpv: pd:Password}
        recipients:
          partner: {role: third-party, country: FR}
        activities:
          partner-login:
            purposes: [login]
            legal-basis: contract
            data-subjects: [customer]
            data: [user-name]
            operations: [disclose]
            recipients: [partner]
    """
    secrets = about(x, "data", _SECRET_TERMS, _SECRET)
    if not secrets:
        return
    for name, one in acting(x):
        at = first(one.data, secrets)
        if at is None or ("disclose" not in one.operations and "publish" not in one.operations):
            continue
        if "public" in one.recipients or any(
            x.vocabulary.roles[recipient] - {"processor"} for recipient in one.recipients
        ):
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` discloses `{one.data[at]}` to somebody who decides for itself",
                help="leave it out",
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP425", "contact-data-published", "warning", contact_data_published,
        cites=("gdpr:6-1-f", "gdpr:25-2"), rests_on=("legal-bases.legitimate-interests",),
    ),
    check(
        "PP427", "secret-disclosed", "warning", secret_disclosed,
        cites=("gdpr:5-1-c", "gdpr:5-1-f", "gdpr:32-1"), rests_on=("rules.security-principle",),
    ),
)  # fmt: skip
