"""A small policy in two files, and a mark for the place of the cursor."""

from __future__ import annotations

from pathlib import Path

from privpolicy.editor.view import View
from privpolicy.editor.workspace import Workspace

WORDS = """\
# Words: 🦊 é
policy: {language: 1, id: shop, law: [eu-gdpr]}
purposes:
  service: {title: Provide the service}
  service.billing: {title: {fr: Facturer, en: Send bills}, description: What is due., dpv: dpv:Billing}
  marketing: {direct-marketing: true, source: [notice 3]}
  marketing.newsletter: {}
data-categories:
  contact: {}
  contact.email: {}
  health: {sensitivity: special}
  wishes: {broader: [health]}
data-subjects: {customer: {}}
recipients:
  hosting: {role: processor, country: FR}
  hosting.backup: {}
events: {contract-end: {}}
facts:
  contract: {type: enum, values: [active, ended]}
  fraud: {type: boolean}
safeguards: {tls: {title: Encryption}}
retention:
  record: {phases: [{phase: active, until: contract-end}], then: erase}
"""
DEEDS = """\
activities:
  account:
    title: Keep an account
    purposes: [service]
    legal-basis: contract
    data-subjects: [customer]
    data: [contact.email, "contact"]   # both
    recipients: [controller, 'hosting.backup']
    retention: record
    obligations: [tls]
    when: {contract: active}
  newsletter:
    purposes:
      - marketing.newsletter
    legal-basis: consent
    data-subjects: [customer]
    data: [contact.email]
    further-processing-of: [account]
prohibitions:
  no-sale:
    operations: [sell]
    unless:
      - {consent: true, fraud: false}
"""


def write(root: Path, **files: str) -> Path:
    """Write files of a policy, the two above where none are given, and return its folder."""
    folder = root / "shop"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (files or {"words": WORDS, "deeds": DEEDS}).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="")
    return folder


def place(text: str, mark: str = "¦") -> tuple[str, int, int]:
    """Return a text without its mark, and where that stood: line and column counted from one."""
    before, found, after = text.partition(mark)
    assert found, text
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def find(text: str, word: str, number: int = 1) -> tuple[int, int]:
    """Return where a word stands for the n-th time: line and column counted from one."""
    offset = -1
    for _ in range(number):
        offset = text.index(word, offset + 1)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def view_of(folder: Path, **unsaved: str) -> View:
    """Return the files of a folder with unsaved texts over them."""
    workspace = Workspace()
    for name, text in unsaved.items():
        workspace.put(folder / f"{name}.yaml", text)
    return workspace.view(folder)
