"""Small changes to the words of a policy: marks left out, a recipient in another country, a tool less."""

from collections.abc import Iterable, Iterator

from privpolicy.model.concept import Concept
from privpolicy.model.declaration import kebab
from privpolicy.model.recipient import Recipient
from privpolicy.source.path import NodePath
from privpolicy.testing.mutation.mutant import Change, copied, dropped, shorter

_NEAR, _FAR = "FR", "US"
"""A country to which data may go, and one to which it may go with a tool alone."""


def words_changes(concept: Concept, path: NodePath, marks: Iterable[str]) -> Iterator[Change]:
    """Yield a concept without each of its marks and its broader concepts; of recipients, what transfers hang on."""
    for mark in marks:
        if getattr(concept, mark) not in (None, False, "ordinary"):
            yield from copied(concept, mark, dropped(getattr(concept, mark), (*path, kebab(mark))))
    yield from copied(concept, "broader", shorter(concept.broader, (*path, "broader"), to=0))
    if isinstance(concept, Recipient):
        yield from _recipient(concept, path)


def _recipient(recipient: Recipient, path: NodePath) -> Iterator[Change]:
    if recipient.country is not None:
        other = _FAR if recipient.country != _FAR else _NEAR
        words = f"`{other}` in place of `{recipient.country}`"
        yield Change((*path, "country"), words, recipient.model_copy(update={"country": other}))
    tools = (*path, "transfer-tools")
    for one in shorter(recipient.transfer_tools or (), tools, to=0):
        yield Change(one.path, "left out", recipient.model_copy(update={"transfer_tools": one.value or None}))
