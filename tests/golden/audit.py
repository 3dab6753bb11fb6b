"""The page policies/multi-planning/AUDIT.md, made from the audit and a run: ``python -m tests.golden.audit``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.golden.audit_findings import (
    BEYOND,
    DAYS,
    DEFECTS,
    FAMILIES,
    FOLDER,
    GRAVITY,
    NO_DEFECTS,
    Beyond,
    Defect,
    Found,
    findings,
)

PAGE = FOLDER / "AUDIT.md"
_NOTHING = "\N{EN DASH}"
_KINDS = {
    "auto": "decidable from policy and law",
    "semi": "a linter can point, a person decides",
    "human": "takes a reader",
}
_INTRODUCTION = """\
# What the linter finds, and what an auditor found

An auditor read the notice of November 2019 as the French authority would, on two days, and found 76 defects. The
policy in this folder holds what the notice states. Here the findings of `privpolicy lint` in it are held against the
audit, one by one: what each defect is found by, what is no defect and stays silent, and what is found beyond the audit.

```console
$ privpolicy lint policies/multi-planning --no-config --at 2019-11-15
$ privpolicy lint policies/multi-planning --no-config --at 2026-11-22
```

The audit is in [tests/audit.yaml](tests/audit.yaml). `python -m tests.golden.audit` writes this page, and a test fails
where the two differ. The percentage is the auditor's estimate that the authority, shown only the notice, would call it
a defect on that day. **auto**: decidable from policy and law; **semi**: a linter can point, a person decides;
**human**: takes a reader. An **error** will not stand, a **warning** will likely be objected to, a **note** asks a
person to look. None of this is legal advice."""


def page() -> str:
    """Return the whole page."""
    parts = [_INTRODUCTION, "## At a glance", _summary(), _findings(), *_defects()]
    parts += ["## Not defects", _not_defects(), "## Beyond the audit", _BEYOND, _beyond()]
    return "\n\n".join(parts) + "\n"


_BEYOND = "What the linter finds and the audit has no number for, each with the reason why it is right to say it."


def _summary() -> str:
    rows = []
    for kind, meaning in _KINDS.items():
        of_kind = [one for one in DEFECTS if one.kind == kind]
        row = [f"**{kind}**: {meaning}", str(len(of_kind))]
        for year in DAYS:
            standing = [one for one in of_kind if one.audit[year][0] != "none"]
            later = sum(not one.found(year) and one.decidable_from > DAYS[year] for one in standing)
            found = sum(bool(one.found(year)) for one in standing)
            row += [str(found), str(len(standing) - found - later), str(len(of_kind) - len(standing) + later)]
        rows.append(row)
    total = [sum(int(row[column]) for row in rows) for column in range(1, len(rows[0]))]
    rows.append(["**all**", *(f"**{number}**" for number in total)])
    head = ["Kind", "Defects"]
    for year in DAYS:
        head += [f"{year}: found", "unseen", "not yet one"]
    return _table(head, rows, right=range(1, len(head)))


def _findings() -> str:
    said = []
    for year, day in DAYS.items():
        counted = Counter(one.severity for one in findings(year))
        numbers = ", ".join(_number(counted[severity], severity) for severity in reversed(GRAVITY[1:]))
        beyond = sum(len(one.found(year)) for one in BEYOND)
        said.append(f"- **{day}**: {len(findings(year))} findings ({numbers}), {beyond} of them beyond the audit.")
    later = [one for one in DEFECTS if one.decidable_from]
    said += [
        "- *Not yet one*: no defect on that day"
        + "".join(f", or, as {one.id}, one that is decidable from {one.decidable_from} on" for one in later)
        + "."
    ]
    return "\n".join(said)


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _defects() -> Iterator[str]:
    first, second = DAYS
    head = ("D", "Defect", "Kind", f"Audit {first}", f"Audit {second}", f"Found {first}", f"Found {second}", "Remark")
    for family, title in FAMILIES.items():
        yield f"## {title}"
        rows = [_row(one) for one in DEFECTS if one.family == family]
        yield _table(head, rows)


def _row(one: Defect) -> Sequence[str]:
    first, second = DAYS
    remark = one.remark or one.unseen
    return (one.id, one.title, one.kind, _judged(one, first), _judged(one, second), *_told(one), remark)


def _judged(one: Defect, year: str) -> str:
    severity, confidence = one.audit[year]
    return "no defect" if severity == "none" else f"{severity} {confidence} %"


def _told(one: Defect | Beyond) -> Sequence[str]:
    """Return what is found on both days; the second time only what is not the same."""
    first, second = (_places(one.found(year)) or _NOTHING for year in DAYS)
    return first, f"as {next(iter(DAYS))}" if first == second != _NOTHING else second


def _places(found: Iterable[Found]) -> str:
    """Return each check once, with how grave it is and where; of many places the first and how many more."""
    by_check: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        by_check.setdefault((one.check, one.severity), []).append(one)
    order = sorted(by_check, key=lambda key: (-GRAVITY.index(key[1]), key[0]))
    return "<br>".join(f"{_check(code)} {severity} {_where(by_check[code, severity])}" for code, severity in order)


def _check(code: str) -> str:
    return f"[{code}](../../docs/checks/{code}.md)"


def _where(found: Sequence[Found]) -> str:
    file, line = found[0].place
    short = file.rpartition("/")[2]
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    return f"[{short}:{line}]({file}#L{line}){more}"


def _not_defects() -> str:
    rows = []
    for one in NO_DEFECTS:
        told = ["silent" if not one.broken(year) else _places(one.broken(year)) for year in DAYS]
        rows.append((one.id, one.title, *told, one.remark))
    return _table(("N", "What is right", *DAYS, "Remark"), rows)


def _beyond() -> str:
    first, second = DAYS
    rows = [(*_told(one), one.reason) for one in BEYOND]
    return _table((f"Found {first}", f"Found {second}", "Why"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    rule = ["---:" if column in right else "---" for column in range(len(head))]
    cells = [head, rule, *([cell.strip().replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
