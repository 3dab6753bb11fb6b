"""Unused declarations and style (PP90x to PP93x)."""

from privpolicy.lint.check import Check, check
from privpolicy.lint.checks.style.header import activity_over, no_law_named, no_version, policy_over
from privpolicy.lint.checks.style.lists import (
    broader_restated,
    default_restated,
    item_covered,
    own_origin,
    repeated_item,
)
from privpolicy.lint.checks.style.phases import unreachable_phase
from privpolicy.lint.checks.style.settings import empty_condition, role_of_nobody, settings_without_effect
from privpolicy.lint.checks.style.told import dangling_source, same_title, unsourced, untitled
from privpolicy.lint.checks.style.unused import (
    unused_category,
    unused_event,
    unused_fact,
    unused_purpose,
    unused_safeguard,
    unused_schedule,
    unused_subject,
)

CHECKS: tuple[Check, ...] = (
    check("PP900", "unused-purpose", "note", unused_purpose),
    check("PP901", "unused-category", "note", unused_category),
    check("PP902", "unused-subject", "note", unused_subject),
    check("PP903", "unused-event", "note", unused_event),
    check("PP904", "unused-fact", "note", unused_fact),
    check("PP905", "unused-safeguard", "note", unused_safeguard),
    check("PP906", "unused-schedule", "note", unused_schedule),
    check("PP907", "unreachable-phase", "warning", unreachable_phase),
    check("PP908", "repeated-item", "warning", repeated_item, fixable=True),
    check("PP909", "item-covered", "note", item_covered, fixable=True),
    check("PP910", "untitled", "note", untitled),
    check("PP911", "dangling-source", "error", dangling_source),
    check("PP912", "unsourced", "note", unsourced),
    check("PP913", "no-version", "note", no_version, cites=("gdpr:5-2",)),
    check("PP914", "no-law-named", "warning", no_law_named),
    check("PP915", "policy-over", "warning", policy_over),
    check("PP916", "activity-over", "note", activity_over),
    check("PP917", "default-restated", "note", default_restated, fixable=True),
    check("PP918", "own-origin", "note", own_origin, fixable=True),
    check("PP919", "settings-without-effect", "warning", settings_without_effect),
    check("PP922", "broader-restated", "note", broader_restated, fixable=True),
    check("PP923", "empty-condition", "warning", empty_condition),
    check("PP924", "role-of-nobody", "note", role_of_nobody),
    check("PP925", "same-title", "note", same_title),
)
