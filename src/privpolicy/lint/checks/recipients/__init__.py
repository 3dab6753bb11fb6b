"""Recipients and transfers (PP61x to PP69x)."""

from privpolicy.lint.check import Check, check
from privpolicy.lint.checks.recipients import contracts, roles, telling, tools, transfers

_TRANSFERS = "rules.transfer-and-basis"
_CONTRACTS = "contract-items.subject"
_JOINT = "rules.joint-controllers"

CHECKS: tuple[Check, ...] = (
    check(
        "PP610", "no-country", "warning", transfers.no_country,
        cites=("gdpr:13-1-f", "gdpr:44"), rests_on=(_TRANSFERS,),
    ),
    check(
        "PP611", "transfer-without-tool", "error", transfers.transfer_without_tool,
        cites=("gdpr:44", "gdpr:46-1"), rests_on=(_TRANSFERS,),
    ),
    check(
        "PP612", "dead-transfer-tool", "error", transfers.dead_transfer_tool,
        cites=("gdpr:44",), rests_on=(_TRANSFERS,),
    ),
    check(
        "PP613", "processor-without-contract", "warning", contracts.processor_without_contract,
        cites=("gdpr:28-3",), rests_on=(_CONTRACTS,),
    ),
    check(
        "PP614", "joint-controller-without-arrangement", "warning", contracts.joint_controller_without_arrangement,
        cites=("gdpr:26-1", "gdpr:26-2"), rests_on=(_JOINT,),
    ),
    check(
        "PP615", "needless-transfer-tool", "warning", transfers.needless_transfer_tool,
        cites=("gdpr:44",), rests_on=(_TRANSFERS,), fixable=True,
    ),
    check(
        "PP616", "contract-over", "error", contracts.contract_over,
        cites=("gdpr:28-3", "gdpr:26-1"), rests_on=(_CONTRACTS, _JOINT),
    ),
    check(
        "PP617", "contract-of-wrong-kind", "warning", contracts.contract_of_wrong_kind,
        cites=("gdpr:28-3", "gdpr:28-10", "gdpr:26-1"), rests_on=(_CONTRACTS, _JOINT),
    ),
    check(
        "PP618", "derogation-as-standing-tool", "warning", tools.derogation_as_standing_tool,
        cites=("gdpr:49-1", "edpb:guidelines-2/2018"), rests_on=("rules.derogations-narrow",),
    ),
    check(
        "PP619", "tool-ends-soon", "note", tools.tool_ends_soon,
        cites=("gdpr:44",), rests_on=(_TRANSFERS,),
    ),
    check(
        "PP620", "assessment-due", "note", tools.assessment_due,
        cites=("gdpr:46-1", "cjeu:C-311/18"), rests_on=("rules.transfer-assessment",),
    ),
    check(
        "PP621", "module-makes-joint-controllers", "note", roles.module_makes_joint_controllers,
        cites=("gdpr:26-1", "cjeu:C-40/17"), rests_on=("milestones.fashion-id",),
    ),
    check(
        "PP622", "one-company-many-roles", "note", roles.one_company_many_roles,
        cites=("gdpr:28-10", "gdpr:13-1-e"), rests_on=("contract-items.own-purposes",),
    ),
    check(
        "PP623", "special-data-made-public", "warning", telling.special_data_made_public,
        cites=("gdpr:9-1", "gdpr:9-2-e"), rests_on=("rules.special-categories",),
    ),
    check(
        "PP624", "named-without-purpose", "error", telling.named_without_purpose,
        cites=("gdpr:13-1-c", "gdpr:13-1-e", "gdpr:5-1-b"), rests_on=("rules.purpose-limitation",),
    ),
    check(
        "PP625", "outside-the-union", "error", roles.representative_outside,
        cites=("gdpr:27-1", "gdpr:27-3"), rests_on=("notice-items.a13-1-a",),
    ),
    check(
        "PP626", "representative-missing", "warning", roles.representative_missing,
        cites=("gdpr:27-1", "gdpr:13-1-a"), rests_on=("notice-items.a13-1-a",),
    ),
    check(
        "PP627", "authority-without-duty", "note", telling.authority_without_duty,
        cites=("gdpr:6-1-c", "gdpr:6-3"), rests_on=("rules.basis-for-every-purpose",),
    ),
    check(
        "PP629", "processor-for-nobody", "error", contracts.processor_for_nobody,
        cites=("gdpr:28-3", "gdpr:30-2"), rests_on=("record-items.a30-2-a",),
    ),
)  # fmt: skip
