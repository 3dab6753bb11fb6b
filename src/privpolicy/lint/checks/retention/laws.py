"""The law behind a period, recognised by its article: `Code de commerce, art. L123-22`, however it is written."""

import re

from privpolicy.lint.examined import Examined
from privpolicy.lint.recognised import Recognised

_ARTICLE = re.compile(r"\b([LRD])\.?\s*(\d+(?:-\d+)*)", re.IGNORECASE)
_REGULATION = frozenset({"gdpr", "rgpd"})
_COMMON = frozenset({"code", "article", "articles", "loi", "décret"})


def reaches(x: Examined, law: str, categories: tuple[str, ...]) -> bool:
    """Tell whether a law may demand that categories are kept; where the packs do not know it, it may.

    The Regulation itself demands that nothing is kept.
    """
    if not _articles(law) and not _REGULATION.isdisjoint(_words(law)):
        return False
    same = [one for one in x.law.retention_periods.values() if one.holds_at(x.at) and one.law and is_same(law, one.law)]
    if not same or any(one.concerns is None for one in same if one.at_least is not None):
        return True
    return any(one.data is not None and (one.data | one.broader) & set(categories) for one in demanding(x, law))


def demanding(x: Examined, law: str) -> tuple[Recognised, ...]:
    """Return the duties to keep that this law lays down, as far as they are about something in the policy."""
    return tuple(
        one for one in x.periods if one.period.at_least is not None and one.period.law and is_same(law, one.period.law)
    )


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts name an article of the same code."""
    return not _articles(one).isdisjoint(_articles(other)) and not _words(one).isdisjoint(_words(other))


def _articles(text: str) -> frozenset[str]:
    return frozenset(f"{letter.upper()}{number}" for letter, number in _ARTICLE.findall(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]{4,}", text.lower()) if word not in _COMMON)


def is_within(one: str, other: str) -> bool:
    """Tell whether a text names articles, all of the same code as another and each of them named there too."""
    named = _numbers(one)
    return bool(named) and named <= _numbers(other) and not _words(one).isdisjoint(_words(other))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b\d{3,}(?:-\d+)*\b|(?<=[LRDlrd])\d+(?:-\d+)*\b", text))
