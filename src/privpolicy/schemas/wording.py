"""Titles, examples and the meaning of each value, where the models do not say it: what an editor shows."""

from collections.abc import Mapping
from typing import Any, get_args

from privpolicy.engine.outcome import Outcome
from privpolicy.engine.reason import ReasonCode
from privpolicy.model.activity import Activity
from privpolicy.model.concept import DataCategory, Fact
from privpolicy.model.legal_basis import LegalBasis, SpecialCategoryCondition
from privpolicy.model.notice import Fee, IdentityCheck, Override, RefusalPart
from privpolicy.model.operation import Operation
from privpolicy.model.recipient import Contract, Role, TransferTool
from privpolicy.model.request import Consent
from privpolicy.model.retention import Phase, Schedule
from privpolicy.testing.model import LawSwitch

TITLES: Mapping[str, str] = {
    "policy": "Privacy policy",
    "policy.policy": "Policy",
    "policy.data-categories": "Data categories",
    "policy-header": "Policy header",
    "dpo": "Data-protection officer",
    "dpv": "DPV term",
    "consent": "Consent",
    "alternative": "Exemption",
    "condition": "Condition",
    "from": "From",
    "at": "At",
    "fact.type": "Type of fact",
    "activity.law": "Law relied on",
    "policy-header.law": "Law packs",
    "policy-header.id": "Id of the policy",
    "policy-header.language": "Version of the language",
    "phase.law": "Law that demands the phase",
    "schedule.then": "What follows",
    "schedule.at-least": "Floor",
    "request": "Request",
    "context": "Context",
    "decision": "Decision",
    "consent-settings": "What a consent must be",
    "data-subject.child": "Children",
    "reason.at": "Place",
    "reason.path": "Path",
    "answered.digest": "Digest of the files",
    "terminal-equipment": "Terminal equipment",
    "policy-tests": "Policy tests",
    "policy-tests.policy": "Path of the policy",
    "case.law": "Law",
    "defaults.law": "Law",
    "expected-reason.path": "Path",
    "expected-need.policy": "Path in the policy",
}
"""Titles by definition, by ``definition.key`` or by key; what is not here is the key as a sentence."""

EXAMPLES: Mapping[str, tuple[Any, ...]] = {
    "source": ("S46, L33", ["Art. 13(1)(c) GDPR", "notice, section 4"]),
    "dpv": ("dpv:Marketing", "pd:EmailAddress"),
    "effective": ({"from": "2019-11-01"}, {"from": "2019-11-01", "until": "2021-01-01"}),
    "policy-header.id": ("multi-planning",),
    "policy-header.version": ("2019-11",),
    "policy-header.law": (["eu-gdpr", "fr"],),
    "controller.name": ("Example SARL",),
    "controller.address": ("1 rue de l'Exemple, 44000 Nantes, France",),
    "policy.purposes": ({"service": None, "service.billing": {"title": "Billing"}},),
    "policy.data-categories": ({"health": {"sensitivity": "special"}},),
    "policy.data-subjects": ({"customer": {"title": "Customers"}},),
    "policy.recipients": ({"bank": {"role": "third-party", "country": "FR"}},),
    "policy.events": ({"contract-end": {"title": "The contract has ended"}},),
    "policy.facts": ({"contract": {"type": "enum", "values": ["active", "ended"]}},),
    "policy.safeguards": ({"tls": {"title": "Encryption in transit"}},),
    "policy.prohibitions": ({"no-sale": {"operations": ["sell"]}},),
    "activity.purposes": (["service.billing"],),
    "activity.data": (["identity.name", "contact.email"],),
    "activity.data-subjects": (["customer"],),
    "activity.operations": (["collect", "store", "use", "disclose"],),
    "activity.recipients": (["controller", "bank"],),
    "activity.obligations": (["tls"],),
    "activity.further-processing-of": (["account"],),
    "activity.legitimate-interest": ("To inform users about the services",),
    "activity.law": ("Code de commerce, art. L123-22",),
    "activity.consent": ({"explicit": True, "valid-for": "P6M"},),
    "activity.terminal-equipment": ({"strictly-necessary": True},),
    "prohibition.except-purposes": (["service.billing"],),
    "recipient.contract": ({"kind": "processing-agreement", "from": "2019-01-01"},),
    "phase.from": ("collected",),
    "phase.law": ("tax and commercial law",),
    "fact.values": (["active", "ended"],),
    "request.purpose": ("service.billing",),
    "request.data-subject": ("registered-user",),
    "request.recipient": ("payment-provider.paypal",),
    "request.origin": ("account",),
    "context.subject": ({"age": 34, "country": "FR"},),
    "context.facts": ({"suspected-misuse": False},),
    "reason.path": ("activities.newsletter.legal-basis",),
    "reason.at": ("policies/multi-planning/activities/marketing.yaml:14:5",),
    "reason.cites": (["gdpr:6-1-a"],),
    "case.name": ("May the newsletter go out without consent?",),
    "case.matrix": ({"recipient": ["controller", "bank"]},),
    "case.expect": ("permit", {"outcome": "deny", "reasons": ["consent-missing"]}),
    "expected.reasons": (["consent-missing"], {"include": ["prohibited"]}),
    "expected.until": ("2020-07-16",),
    "expected-reason.path": ("prohibitions.no-sale",),
}
"""Examples by ``definition.key`` or by key; each is tried against its own schema by the tests.

Editors complete a key with its first example, so none here is a mapping with lists of mappings, and where an id of
the policy belongs there is none at all.
"""

_ACTIVITY_ROLE = Activity.model_fields["role"].annotation


def _values(annotation: Any) -> tuple[Any, ...]:
    """Return the values of a literal, or of the literal in an optional."""
    found = get_args(annotation)
    return next((get_args(one) for one in found if get_args(one)), found)


ENUM_WORDS: Mapping[tuple[Any, ...], Mapping[str, str]] = {
    get_args(Operation): {
        "collect": "Obtain data from the person or from elsewhere.",
        "record": "Write data down.",
        "store": "Keep data.",
        "use": "Work with data for the purpose; what a request asks about unless it says otherwise.",
        "consult": "Look data up.",
        "combine": "Bring data together with other data.",
        "profile": "Evaluate personal aspects by automated means (Art. 4(4) GDPR).",
        "disclose": "Hand data to the recipient; any other operation is carried out by the recipient.",
        "publish": "Make data available to everyone.",
        "sell": "Hand data over for money or another advantage.",
        "alter": "Change or correct data.",
        "pseudonymise": "Keep data so that nobody can be told from them without further information (Art. 4(5) GDPR).",
        "anonymise": "Change data so that nobody can be told from them. Protective: asks for no basis.",
        "restrict": "Mark data so that they are no longer worked with (Art. 4(3) GDPR). Protective: asks for no basis.",
        "erase": "Delete data. Protective: asks for no basis.",
    },
    get_args(LegalBasis): {
        "consent": "Art. 6(1)(a) GDPR: a consent on record, live for the purpose on that day.",
        "contract": "Art. 6(1)(b) GDPR: performance of a contract with the person, or steps before it.",
        "legal-obligation": "Art. 6(1)(c) GDPR: a law obliges the controller; `law` names it.",
        "vital-interests": "Art. 6(1)(d) GDPR: to protect the life of the person or of another.",
        "public-task": "Art. 6(1)(e) GDPR: a task in the public interest; an objection stops it unless outweighed.",
        "legitimate-interests": "Art. 6(1)(f) GDPR: an interest of the controller or of a third party; an objection"
        " stops it unless outweighed.",
    },
    get_args(SpecialCategoryCondition): {
        "explicit-consent": "Art. 9(2)(a) GDPR: a live explicit consent.",
        "employment": "Art. 9(2)(b) GDPR: employment, social security and social protection law.",
        "vital-interests": "Art. 9(2)(c) GDPR: vital interests of a person who cannot consent.",
        "not-for-profit": "Art. 9(2)(d) GDPR: members of a foundation, association or similar body.",
        "made-public": "Art. 9(2)(e) GDPR: data that the person has manifestly made public.",
        "legal-claims": "Art. 9(2)(f) GDPR: legal claims and courts.",
        "substantial-public-interest": "Art. 9(2)(g) GDPR: substantial public interest, on the basis of law.",
        "health-care": "Art. 9(2)(h) GDPR: preventive or occupational medicine, diagnosis, care.",
        "public-health": "Art. 9(2)(i) GDPR: public interest in public health.",
        "research": "Art. 9(2)(j) GDPR: archiving, research and statistics.",
    },
    get_args(Role): {
        "processor": "Acts on the controller's behalf under a processing agreement (Art. 4(8), 28 GDPR).",
        "joint-controller": "Determines purposes and means together with the controller (Art. 26 GDPR).",
        "third-party": "Decides for itself what it does with the data (Art. 4(10) GDPR).",
        "authority": "A public authority.",
    },
    _values(_ACTIVITY_ROLE): {
        "controller": "It determines purposes and means (Art. 4(7) GDPR).",
        "joint-controller": "It does so together with others (Art. 26 GDPR).",
        "processor": "It acts for the controller named in `processing-for` (Art. 28 GDPR).",
    },
    _values(DataCategory.model_fields["sensitivity"].annotation): {
        "ordinary": "Neither of the two others; the default.",
        "special": "A special category (Art. 9 GDPR): health, religion, origin, biometrics and the like.",
        "criminal": "Criminal convictions and offences (Art. 10 GDPR).",
    },
    _values(Fact.model_fields["type"].annotation): {
        "boolean": "True or false.",
        "enum": "One of the texts under `values`.",
        "number": "A whole or decimal number.",
        "date": "A date or an instant.",
        "text": "Any text.",
    },
    _values(TransferTool.model_fields["tool"].annotation): {
        "adequacy": "A partial adequacy decision under which the recipient is listed (Art. 45 GDPR).",
        "standard-clauses": "Standard contractual clauses, signed on the day `from` (Art. 46(2)(c) GDPR).",
        "binding-rules": "Binding corporate rules (Art. 47 GDPR).",
        "derogation": "A derogation for a specific situation (Art. 49 GDPR).",
    },
    _values(Contract.model_fields["kind"].annotation): {
        "processing-agreement": "A contract with a processor (Art. 28(3) GDPR).",
        "joint-controller-arrangement": "An arrangement between joint controllers (Art. 26(1) GDPR).",
    },
    _values(Phase.model_fields["phase"].annotation): {
        "active": "In use for the purposes of the activity.",
        "restricted": "Kept apart (blocked, intermediate archive) for the purposes that the phase names.",
    },
    _values(Schedule.model_fields["then"].annotation): {
        "erase": "The data is erased.",
        "anonymise": "The data is anonymised or erased.",
    },
    get_args(Override): {
        "compelling-grounds": "Compelling legitimate grounds of the controller (Art. 21(1) GDPR).",
        "legal-claims": "The establishment, exercise or defence of legal claims.",
        "legal-obligation": "A law that asks for the processing.",
    },
    get_args(Fee): {
        "never": "Answers are free.",
        "excessive-requests": "Only unfounded or excessive requests may cost something (Art. 12(5) GDPR).",
        "possible": "Any request may cost something.",
    },
    get_args(IdentityCheck): {
        "in-doubt": "Only where there are reasonable doubts (Art. 12(6) GDPR).",
        "always": "Everybody who asks is checked.",
    },
    get_args(RefusalPart): {
        "reasons": "Why the request is refused.",
        "complaint": "That a complaint to a supervisory authority is possible.",
        "remedy": "That a court can be asked.",
        "deadline": "By when the refusal is told.",
    },
    _values(Consent.model_fields["by"].annotation): {
        "subject": "The person.",
        "guardian": "A holder of parental responsibility (Art. 8 GDPR).",
    },
    tuple(outcome.value for outcome in Outcome): {
        "permit": "It may happen.",
        "deny": "It may not.",
        "conditional": "The answer hangs on facts that nobody stated; `needs` names them. No caller may go on.",
    },
    get_args(LawSwitch): {
        "on": "The law packs that the policy names are asked as well.",
        "off": "The policy is asked alone.",
    },
    get_args(ReasonCode): {
        "permitted": "What a permit rests on.",
        "not-covered": "No activity covers the request in this dimension.",
        "too-broad": "An activity covers only something narrower than what was asked.",
        "prohibited": "A prohibition forbids it.",
        "not-in-force": "The policy or the activity is not in force at that instant.",
        "condition-unmet": "A condition of the activity does not hold.",
        "condition-unknown": "Nobody stated a fact on which a condition hangs.",
        "consent-missing": "No consent for the purpose is on record.",
        "consent-withdrawn": "The consent was withdrawn.",
        "consent-expired": "The consent has run out.",
        "consent-not-explicit": "The consent is not explicit.",
        "consent-unknown": "Nobody stated which consents are on record.",
        "objected": "A live objection stands against it.",
        "objection-unknown": "Nobody stated which objections are on record.",
        "restricted": "Processing is restricted (Art. 18 GDPR).",
        "restriction-unknown": "Nobody stated whether processing is restricted.",
        "retention-phase": "The present phase of the schedule does not allow it.",
        "retention-ended": "The schedule has ended.",
        "retention-floor": "The data must be kept longer.",
        "retention-unknown": "Nobody stated an event on which the phase hangs.",
        "legal-hold": "The data is under a legal hold.",
        "legal-hold-unknown": "Nobody stated whether the data is under a legal hold.",
        "prohibition-unknown": "Nobody stated a fact on which a prohibition hangs.",
        "origin-incompatible": "The data was collected under an activity that this one does not process further.",
        "transfer": "No valid tool for a transfer to that third country on that day.",
        "transfer-unknown": "The policy does not say in which country the recipient is.",
        "special-category": "Special data without a condition of Art. 9(2) GDPR.",
        "special-category-unknown": "Nobody stated what a condition of Art. 9(2) GDPR hangs on.",
        "criminal-data": "Criminal data without a law that authorises it (Art. 10 GDPR).",
        "criminal-data-unknown": "Nobody stated what the guard on criminal data hangs on.",
        "child-consent": "The consent of a child was not given by a guardian (Art. 8 GDPR).",
        "child-consent-unknown": "Nobody stated the age of a person who may be a child.",
        "terminal-equipment": "Storage on the user's device that is not strictly necessary, without consent.",
        "terminal-equipment-unknown": "Nobody stated whether there is consent to storage on the user's device.",
    },
}
"""What each value means, by the values of its literal."""
