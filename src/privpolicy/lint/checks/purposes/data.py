"""Data that is asked for or kept without need: identity documents, account numbers, codes of cards."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, first, holding, spoken, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity

_DOCUMENT_TERMS = ("OfficialID", "Passport", "DriversLicense", "DrivingLicense", "NationalIdentificationNumber")
_DOCUMENT = whole_words(
    "(?:identity|id) (?:documents?|cards?)", "passports?",
    "cop(?:y|ies) of (?:an |the )?(?:\\w+ )?(?:id|identity|passport)\\w*",
    "cartes? d'identité", "pièces? d'identité", "passeports?",
)  # fmt: skip
_REQUEST_TERMS = ("RightsFulfillment", "RightsFulfilment", "DataSubjectRightsManagement")
_REQUEST = whole_words(
    "(?:data subject|access|erasure|privacy) (?:rights|requests?)", "rights", "demandes? (?:d'accès|de droits)",
    "droits? des personnes", "exercice des droits",
)  # fmt: skip
_TAKES = frozenset({"collect", "record", "store", "use", "consult"})


def identity_check_of_everybody(x: Examined) -> Iterator[Remark]:
    """Proof of identity asked of everybody who makes a request.

    A person that exercises its rights may be asked for more information where there are reasonable doubts about who it
    is. To ask everybody for an identity document as a matter of course keeps people from their rights, and collects
    copies that are dangerous to lose.

    Documents that a law asks for when a contract is made are something else and not looked at.

    Avoid::

        purposes:
          requests: {dpv: dpv:RightsFulfillment}
        data-categories:
          identity-document: {dpv: pd:OfficialID}
        activities:
          identity-check:
            purposes: [requests]
            legal-basis: legal-obligation
            law: GDPR, Art. 12
            data-subjects: [customer]
            data: [identity-document]    # expect

    Prefer::

        purposes:
          requests: {dpv: dpv:RightsFulfillment}
        data-categories:
          identity-document: {dpv: pd:OfficialID}
        activities:
          identity-check:
            purposes: [requests]
            legal-basis: legal-obligation
            law: GDPR, Art. 12
            data-subjects: [customer]
            data: [identity-document]
            when: {identity-in-doubt: true}
    """
    documents = about(x, "data", _DOCUMENT_TERMS, _DOCUMENT)
    if not documents:
        return
    requests = _requests(x)
    national = ("fr-decret:2018-687",) if x.law_holds("rules.fr-identity") else ()
    for name, one in acting(x):
        if one.when is not None or first(one.purposes, requests) is None or _TAKES.isdisjoint(one.operations):
            continue
        at = first(one.data, documents)
        if at is not None:
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` takes `{one.data[at]}` of everybody who makes a request, in doubt or not",
                help="let `when` ask for a reasonable doubt, and be content with less where that suffices",
                cites=national,
            )


def _requests(x: Examined) -> frozenset[str]:
    """Return the purposes of answering data subjects; what stands below one belongs to it, whatever term it bears."""
    return x.below("purpose", about(x, "purpose", _REQUEST_TERMS, _REQUEST))


_ACCOUNT_TERMS = ("BankAccount", "IBAN", "AccountIdentifier")
_ACCOUNT = whole_words("bank accounts?(?: numbers?)?", "ibans?", "comptes? bancaires?", "coordonnées bancaires", "rib")
_BANK = whole_words(
    "(?:our |the |house )?banks?", "direct debit(?:s)?", "debits?", "debtors?", "banques?", "prélèvements?", "payroll",
)  # fmt: skip


def account_number_without_debit(x: Examined) -> Iterator[Remark]:
    """Bank account numbers collected with nobody who would debit or credit them.

    The controller collects account numbers itself, and the only companies that get them decide for themselves and act
    on the person's order. Nobody collects or pays money by that number for the controller: either a recipient is
    missing in the policy, a bank as a rule, or the number is not needed.

    Avoid::

        data-categories:
          account-number: {dpv: pd:BankAccount}
        recipients:
          wallet: {role: third-party, country: LU}
        activities:
          means-of-payment:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [account-number]    # expect
          payment:
            purposes: [payment]
            legal-basis: contract
            data-subjects: [customer]
            data: [account-number]
            operations: [disclose]
            recipients: [wallet]

    Prefer::

        data-categories:
          account-number: {dpv: pd:BankAccount}
        recipients:
          bank: {title: Our bank, role: third-party, country: FR}
        activities:
          means-of-payment:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [account-number]
            operations: [collect, store, disclose]
            recipients: [controller, bank]
    """
    accounts = about(x, "data", _ACCOUNT_TERMS, _ACCOUNT)
    if not accounts:
        return
    covering = holding(x, "data", accounts)
    touching = [(name, one) for name, one in acting(x) if first(one.data, covering) is not None]
    getting = {recipient for _, one in touching for recipient in _companies(x, one)}
    if not getting or not all(x.role(recipient) in {"third-party", "authority"} for recipient in getting):
        return
    if any(_BANK.search(spoken(recipient, x.model.recipients[recipient])) for recipient in getting):
        return
    for name, one in touching:
        at = first(one.data, accounts)
        if at is not None and "collect" in one.operations and _ours(one) and _new(one):
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` collects `{one.data[at]}`, but nobody in the policy debits or credits it for the controller",
                help="declare the bank or payment service that does, or do without the number",
                related=tuple(
                    (("recipients", recipient), "gets it, and decides for itself what for")
                    for recipient in sorted(getting)[:3]
                ),
            )
            return


def _companies(x: Examined, one: Activity) -> Iterator[str]:
    return (recipient for recipient, _ in x.members(one.recipients))


def _ours(one: Activity) -> bool:
    """Tell whether the controller itself gets the data, or a part of it does."""
    return any(recipient.partition(".")[0] == "controller" for recipient in one.recipients)


def _new(one: Activity) -> bool:
    """Tell whether an activity collects for a purpose of its own, and neither keeps nor pursues what is there."""
    return one.legal_basis in {"contract", "consent", "legitimate-interests"} and "use" in one.operations


_CODE_TERMS = ("CardSecurityCode", "CVV")
_CODE = whole_words(
    "(?:card )?security codes?(?: of (?:a |the )?cards?)?", "cvv2?", "cvc2?", "card verification \\w+",
    "cryptogrammes?(?: visuels?)?",     "codes? de sécurité (?:de la |des )?cartes?",
)  # fmt: skip
_CARD = whole_words("cards?", "cvv2?", "cvc2?", "cryptogrammes?", "cartes?")


def card_security_code_kept(x: Examined) -> Iterator[Remark]:
    """Security codes of cards kept.

    The code on the back of a card shows that whoever pays holds the card in hand. It serves one payment and is gone
    after it, also where a subscription goes on. Who stores it keeps what a thief needs.

    Avoid::

        policy: {language: 1, id: shop, law: [fr]}
        activities:
          cards:
            purposes: [payment]
            legal-basis: contract
            data-subjects: [customer]
            data: [card-number, card-security-code]    # expect

    Prefer::

        policy: {language: 1, id: shop, law: [fr]}
        activities:
          cards:
            purposes: [payment]
            legal-basis: contract
            data-subjects: [customer]
            data: [card-number]
          one-payment:
            purposes: [payment]
            legal-basis: contract
            data-subjects: [customer]
            data: [card-security-code]
            operations: [collect, use, disclose, erase]
    """
    codes = frozenset(
        name
        for name in about(x, "data", _CODE_TERMS, _CODE)
        if (declared := x.model.data_categories[name]).dpv is not None or _CARD.search(spoken(name, declared))
    )
    if not codes:
        return
    covering = holding(x, "data", codes)
    for name, one in acting(x):
        at = first(one.data, covering)
        if at is not None and "store" in one.operations:
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` stores the security code of cards with `{one.data[at]}`",
                help="list what is needed without the code; let an activity without `store` use it once",
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP420", "identity-check-of-everybody", "error", identity_check_of_everybody,
        cites=("gdpr:12-6", "gdpr:12-2", "gdpr:5-1-c"), rests_on=("rules.identity-check",),
    ),
    check(
        "PP421", "account-number-without-debit", "warning", account_number_without_debit,
        cites=("gdpr:5-1-a", "gdpr:5-1-c", "gdpr:13-1-e"), rests_on=("rules.data-minimisation",),
    ),
    check(
        "PP422", "card-security-code-kept", "warning", card_security_code_kept,
        cites=("gdpr:5-1-e", "cnil:2018-303"), rests_on=("retention-periods.card-security-code",),
    ),
)  # fmt: skip
