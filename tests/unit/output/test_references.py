"""Who names what: every way in which a declaration may name an id."""

from pathlib import Path

from privpolicy import api
from privpolicy.output.references import references
from privpolicy.source.path import dotted

POLICY = """\
policy: {language: 1, id: p}
purposes: {a: , b: {broader: [a]}}
data-categories: {d: }
data-subjects: {s: }
recipients: {r: {role: processor}}
events: {e: , f: }
facts: {x: {type: boolean}, y: {type: boolean}, z: {type: boolean}}
safeguards: {tls: }
retention:
  keep:
    phases: [{phase: active, from: e, until: f}, {phase: restricted, until: [e, f], purposes: [b]}]
    then: erase
activities:
  one:
    purposes: [a]
    legal-basis: legitimate-interests
    data-subjects: [s]
    data: [d]
    recipients: [r]
    retention: keep
    obligations: [tls]
    when: {any: [{x: true}, {not: {y: true}}], all: [{z: true}]}
    compelling-grounds: {text: grounds, when: {x: true}}
    role: processor
    processing-for: r
  two:
    purposes: [a]
    legal-basis: contract
    data-subjects: [s]
    data: [d]
    retention: {phases: [{phase: active, until: e}], then: erase}
    compelling-grounds: grounds
    further-processing-of: [one]
prohibitions:
  never:
    purposes: [a]
    except-purposes: [b]
    recipient-roles: [processor]
    when: {z: true}
    unless: [{consent: true, x: true}]
"""
NAMED = """\
purposes a: purposes.b.broader.0
purposes a: activities.one.purposes.0
data-categories d: activities.one.data.0
data-subjects s: activities.one.data-subjects.0
recipients r: activities.one.recipients.0
safeguards tls: activities.one.obligations.0
retention keep: activities.one.retention
facts x: activities.one.when.any.0.x
facts y: activities.one.when.any.1.not.y
facts z: activities.one.when.all.0.z
facts x: activities.one.compelling-grounds.when.x
recipients r: activities.one.processing-for
purposes a: activities.two.purposes.0
data-categories d: activities.two.data.0
data-subjects s: activities.two.data-subjects.0
activities one: activities.two.further-processing-of.0
events e: activities.two.retention.phases.0.until
purposes a: prohibitions.never.purposes.0
purposes b: prohibitions.never.except-purposes.0
roles processor: prohibitions.never.recipient-roles.0
facts z: prohibitions.never.when.z
facts x: prohibitions.never.unless.0.x
events e: retention.keep.phases.0.from
events f: retention.keep.phases.0.until
events e: retention.keep.phases.1.until.0
events f: retention.keep.phases.1.until.1
purposes b: retention.keep.phases.1.purposes.0
"""


def test_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY, encoding="utf-8")
    model = api.inspect(file).model
    assert model is not None
    found = [f"{one.section} {one.name}: {dotted(one.path)}" for one in references(model)]
    assert found == NAMED.splitlines()
