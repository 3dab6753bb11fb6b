"""Retention (PP51x to PP59x)."""

from privpolicy.lint.check import Check, check
from privpolicy.lint.checks.retention import archives, clocks, consents, ends, presence, yardsticks

_LIMITED = "rules.storage-limitation"
_TOLD = "notice-items.a13-2-a"

CHECKS: tuple[Check, ...] = (
    check(
        "PP510", "no-retention", "error", presence.no_retention,
        cites=("gdpr:5-1-e", "gdpr:13-2-a"), rests_on=(_LIMITED,),
    ),
    check(
        "PP511", "floor-without-ceiling", "error", ends.floor_without_ceiling,
        cites=("gdpr:5-1-e", "gdpr:13-2-a"), rests_on=("rules.retention-minimum",),
    ),
    check(
        "PP512", "longer-than-recommended", "warning", yardsticks.longer_than_recommended,
        cites=("gdpr:5-1-e",), rests_on=(_LIMITED,),
    ),
    check(
        "PP513", "longer-than-statutory", "error", yardsticks.longer_than_statutory,
        cites=("gdpr:5-1-e",), rests_on=(_LIMITED,),
    ),
    check(
        "PP514", "shorter-than-statutory", "error", yardsticks.shorter_than_statutory,
        cites=("gdpr:17-3-b",), rests_on=("rules.retention-and-erasure",),
    ),
    check(
        "PP515", "event-that-nothing-ends", "warning", clocks.waits_for_ever,
        cites=("gdpr:5-1-e", "gdpr:recital-39"), rests_on=("rules.retention-limits",),
    ),
    check(
        "PP516", "longer-than-its-consent", "warning", consents.longer_than_consent,
        cites=("gdpr:5-1-e", "gdpr:6-1-a"), rests_on=(_LIMITED,),
    ),
    check(
        "PP517", "endless-schedule", "error", ends.endless_schedule,
        cites=("gdpr:5-1-e", "gdpr:13-2-a"), rests_on=(_LIMITED,),
    ),
    check(
        "PP518", "archive-without-law", "warning", archives.archive_without_law,
        cites=("gdpr:5-1-e",), rests_on=(_LIMITED,),
    ),
    check(
        "PP519", "archive-of-everything", "warning", archives.archive_of_everything,
        cites=("gdpr:5-1-e", "gdpr:17-3-b"), rests_on=("rules.retention-and-erasure",),
    ),
    check(
        "PP520", "device-data-longer-than-recommended", "warning", consents.longer_on_device,
        cites=("gdpr:5-1-e",), rests_on=("terminal-figures.tracker-lifetime",),
    ),
    check(
        "PP521", "kept-without-erasure", "note", presence.kept_without_erasure,
        cites=("gdpr:5-1-e", "gdpr:17-1"), rests_on=(_LIMITED,),
    ),
    check(
        "PP522", "period-without-figure", "note", archives.period_without_figure,
        cites=("gdpr:13-2-a",), rests_on=(_TOLD,),
    ),
    check(
        "PP523", "floor-beyond-end", "error", ends.floor_beyond_end,
        cites=("gdpr:5-1-e",), rests_on=(_LIMITED,),
    ),
)  # fmt: skip
