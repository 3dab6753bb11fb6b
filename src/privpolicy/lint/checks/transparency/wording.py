"""Words of the notice that leave its reader alone (PP730 to PP736)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.repetition import repeated
from privpolicy.lint.checks.transparency.told import rights, written
from privpolicy.lint.concepts import whole_words
from privpolicy.lint.examined import Examined
from privpolicy.source.path import NodePath

_CONNECTIVE = whole_words(r"and\s*/\s*or", r"or\s*/\s*and", r"et\s*/\s*ou", r"ou\s*/\s*et")
_THINGS_EN = r"(?:services?|purposes?|guidelines?|reasons?|uses?|activities|information|data|partners?|third parties)"
_THINGS_FR = r"(?:services?|finalités?|règles|raisons?|usages?|activités?|informations?|données|partenaires?)"
_OPEN_ENDED = whole_words(
    r"etc\b\.?", r"and so on", r"and so forth", r"and the like", r"among (?:others|other things)", r"inter alia",
    rf"(?:any |all )?other (?:[a-z-]+ )?{_THINGS_EN}", r"or similar", r"et cetera",
    r"et ainsi de suite", r"entre autres", r"notamment",
    rf"(?:tou(?:te)?s )?(?:d['\u2019])?autres? (?:\w+ )?{_THINGS_FR}",
)  # fmt: skip
_SENSITIVE = whole_words(r"sensitive", r"sensibles?")
_ORDINARY = whole_words(
    r"passwords?", r"identifiers?", r"user ?names?", r"log-?ins?", r"bank(?:ing)? (?:data|details|accounts?)",
    r"card (?:data|numbers?)", r"locations?", r"telephone numbers?", r"phone numbers?", r"mots? de passe",
    r"identifiants?", r"données (?:bancaires|de localisation|de géolocalisation)", r"numéros? de (?:carte|téléphone)",
)  # fmt: skip


def dangling_reference(x: Examined) -> Iterator[Remark]:
    """The notice sends its reader to a place that does not exist.

    A table that was left out, a link that is dead: what was to stand there has not been told. Where the recipients or
    the way to use a right hide behind it, the notice lacks just that.

    Avoid::

        notice:
          references:
            table-of-recipients:    # expect

    Prefer::

        notice:
          references:
            table-of-recipients: {leads-to: section 9}
    """
    one = written(x)
    for name, reference in (one.references if one is not None else {}).items():
        if reference.leads_to is None:
            message = f"the notice refers to {quote(name)}, which leads nowhere"
            advice = "add what is missing to the notice, then write where it is under `leads-to`"
            yield Remark(("notice", "references", name), message, advice, on_key=True)


def no_day_printed(x: Examined) -> Iterator[Remark]:
    """The notice does not show the day from which it counts.

    Without a day nobody can tell which version was in force when data was taken, nor whether the one at hand is the
    last. A month leaves open what was told in its first weeks.

    Avoid::

        notice:
          published: 2019-11    # expect

    Prefer::

        notice:
          published: 2019-11-04
    """
    one = written(x)
    if one is None or (one.published is not None and not isinstance(one.published, str)):
        return
    advice = "print the day on the notice, and write it under `published`"
    if one.published is None:
        yield Remark(("notice",), "the notice shows no day", advice, on_key=True)
    else:
        yield Remark(("notice", "published"), f"the notice shows a month and no day: {quote(one.published)}", advice)


def repeated_clause(x: Examined) -> Iterator[Remark]:
    """A clause stands more than once in one text.

    Repeated clauses come from editing and from machine translation. The reader looks for a difference that is not
    there, and what was meant to stand in the place of the second one is lost.

    Avoid::

        notice:
          statements:
            chat:
              text: It is stored where this serves our customers well, where this serves our customers well.    # expect

    Prefer::

        notice:
          statements:
            chat:
              text: It is stored where this serves our customers well.
    """
    for path, text in x.texts:
        if (clause := repeated(text)) is not None:
            message = f"a clause stands more than once in this text: {quote(clause)}"
            yield Remark(path, message, "say it once, and look for what was to stand in its place")


def ambiguous_connective(x: Examined) -> Iterator[Remark]:
    """*And/or* in a rule that has to say which of the two.

    Two conditions joined by *and* are stricter than the same two joined by *or*. A rule that joins them by both says
    neither, and whoever applies it picks the one that suits.

    Avoid::

        notice:
          statements:
            period:
              text: Data goes once its purpose is fulfilled and/or no law asks for it.    # expect

    Prefer::

        notice:
          statements:
            period:
              text: Data goes once its purpose is fulfilled and no law asks for it.
    """
    for path, text in x.texts:
        if path[0] in ("notice", "retention", "prohibitions") and (found := _CONNECTIVE.search(text)):
            message = f"{quote(found.group())} leaves open whether one condition suffices or all have to be met"
            yield Remark(path, message, "write `and`, or `or`")


def open_ended_words(x: Examined) -> Iterator[Remark]:
    """Words that leave a list without an end.

    A purpose or an interest is specified or it is not: *other services*, *among others*, *etc.* cover anything that
    comes to mind later. Whoever reads the notice cannot tell what will be done with the data.

    Avoid::

        notice:
          statements:
            messages:
              text: The address serves for bills, news, etc.    # expect

    Prefer::

        notice:
          statements:
            messages:
              text: The address serves for bills and news.
    """
    for path, text in x.texts:
        if (_is_statement(path) or "legitimate-interest" in path[2:3]) and (found := _OPEN_ENDED.search(text)):
            message = f"{quote(found.group())} leaves open what else is meant"
            yield Remark(path, message, "list what is meant, and nothing more")


def unknown_topic(x: Examined) -> Iterator[Remark]:
    """A topic or a right that no law pack knows.

    Topics and rights are compared by their ids. One that the law packs of the policy do not know is compared with
    nothing, so that what it tells counts as not told.

    Avoid::

        notice:
          tells:
            legal-basis:    # expect
          rights:
            acces:    # expect

    Prefer::

        notice:
          tells:
            legal-bases:
          rights:
            access:
    """
    one = written(x)
    if one is None:
        return
    topics = {item.topic for item in x.law.notice_items.values()}
    for topic in one.tells:
        if topic not in topics:
            advice = "name it under `rights`" if topic in x.law.rights else did_you_mean(topic, topics)
            message = f"no law pack asks for the topic {quote(topic)}"
            yield Remark(("notice", "tells", topic), message, advice, on_key=True)
    for name, which, said in rights(one):
        if which not in x.law.rights:
            path: NodePath = ("notice", "rights", name)
            message = f"no law pack knows the right {quote(which)}"
            advice = did_you_mean(which, x.law.rights) or "write which one it is under `right`"
            yield Remark((*path, "right") if said.right else path, message, advice, on_key=said.right is None)


def ordinary_data_called_sensitive(x: Examined) -> Iterator[Remark]:
    """Ordinary data is called sensitive.

    *Sensitive* is what the law calls health, belief, origin and the like, which need a condition of their own.
    Passwords, identifiers or card numbers ask for care, but a reader who is told that they are sensitive may expect
    more, or take the special kinds of data for something that they are not.

    Avoid::

        notice:
          statements:
            advice:
              text: Do not post sensitive data such as passwords.    # expect

    Prefer::

        notice:
          statements:
            advice:
              text: Do not post passwords.
    """
    for path, text in x.texts:
        if _is_statement(path) and _SENSITIVE.search(text) and (found := _ORDINARY.search(text)):
            message = f"the notice calls data sensitive that the law does not: {quote(found.group())}"
            yield Remark(path, message, "say what the care is for, without the word")


def _is_statement(path: NodePath) -> bool:
    return path[:2] == ("notice", "statements") and "text" in path[3:4]


_CLEAR = ("gdpr:12-1",)
_FORM = ("rules.notice-form",)

CHECKS: tuple[Check, ...] = (
    check(
        "PP730", "dangling-reference", "error", dangling_reference,
        cites=("gdpr:12-1", "gdpr:13-1-e"), rests_on=("rules.notice-form",),
    ),
    check("PP731", "no-day-printed", "note", no_day_printed, cites=_CLEAR, rests_on=_FORM),
    check("PP732", "repeated-clause", "warning", repeated_clause, cites=_CLEAR, rests_on=_FORM),
    check("PP733", "ambiguous-connective", "warning", ambiguous_connective, cites=_CLEAR, rests_on=_FORM),
    check(
        "PP734", "open-ended-words", "warning", open_ended_words,
        cites=("gdpr:5-1-b", "gdpr:12-1"), rests_on=("rules.purpose-limitation",),
    ),
    check("PP735", "unknown-topic", "error", unknown_topic),
    check(
        "PP736", "ordinary-data-called-sensitive", "note", ordinary_data_called_sensitive,
        cites=("gdpr:9-1", "gdpr:12-1"), rests_on=("rules.not-special",),
    ),
)  # fmt: skip
