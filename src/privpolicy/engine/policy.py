"""A compiled policy: immutable, thread-safe, and ready to answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

from privpolicy.engine import ask as blanks
from privpolicy.engine.bind import bind
from privpolicy.engine.citations import Citations
from privpolicy.engine.compile import Compiler
from privpolicy.engine.decision import Decision
from privpolicy.engine.guards import Guards
from privpolicy.engine.index import Index
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.programs import Programs
from privpolicy.engine.request import Request
from privpolicy.engine.statement import ASK, Statement
from privpolicy.engine.vocabulary import Dimension, Vocabulary
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.request import Context
from privpolicy.source.path import NodePath

Blank = str | Sequence[str] | None
"""An id, several, or a blank: ``"?"`` or ``None``."""


class Policy:
    """What a policy means. Made by :func:`privpolicy.load`; answers with :meth:`decide`.

    A policy does not change once it is made: it can be shared between threads, and pickled to other processes.
    """

    __slots__ = ("_alone", "_places", "_under_law", "cites", "digest", "guards", "model", "vocabulary")

    model: PolicyModel
    """The policy as written."""
    vocabulary: Vocabulary
    """Its names and how they are ordered."""
    digest: str
    """``sha256:`` and the digest of the files it was read from."""
    cites: Citations
    """The articles that reasons rest on."""
    guards: Guards | None
    """What the law of the day adds; ``None``: the policy is asked alone."""
    _places: Mapping[NodePath, str]
    _alone: Programs
    _under_law: Programs

    def __init__(
        self,
        model: PolicyModel,
        *,
        digest: str = "",
        places: Mapping[NodePath, str] | None = None,
        cites: Citations | None = None,
        guards: Guards | None = None,
    ) -> None:
        put = partial(object.__setattr__, self)
        vocabulary, cited = Vocabulary.of(model), cites if cites is not None else Citations()
        index = Index.of(model, vocabulary)
        alone = Programs(index, Compiler(model, vocabulary, cited))
        put("model", model)
        put("digest", digest)
        put("cites", cited)
        put("guards", guards)
        put("vocabulary", vocabulary)
        put("_places", dict(places or {}))
        put("_alone", alone)
        put("_under_law", alone if guards is None else Programs(index, Compiler(model, vocabulary, cited, guards)))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a policy is immutable: `{name}` cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a policy is immutable: `{name}` cannot be deleted")

    @property
    def id(self) -> str:
        """The id of the policy."""
        return self.model.policy.id

    @property
    def version(self) -> str | None:
        """The version of the policy."""
        return self.model.policy.version

    @property
    def law(self) -> tuple[str, ...]:
        """The law packs that it names."""
        return self.model.policy.law

    def decide(self, request: Request, *, law: Literal["named"] | None = "named") -> Decision:
        """Answer a request under the law packs that the policy names, or with ``law=None`` under the policy alone.

        Reasons, needs and dates are worked out when they are asked for. Raises :class:`RequestError` when the request
        names an id that the policy does not know.
        """
        try:
            bound = request._bound  # noqa: SLF001  # a request remembers the last policy it was bound to
        except AttributeError:
            said = "decide takes a Request: make one with Request(...), or of a mapping with Request.parse(...)"
            raise TypeError(said) from None
        if bound is None or bound.vocabulary is not self.vocabulary:
            bound = bind(request, self.vocabulary)
            object.__setattr__(request, "_bound", bound)
        programs = self.programs(law=law)
        plan = programs.plan((request.purpose, request.data, bound.data_subject, request.operation, request.recipient))
        return Decision(self, request, bound, plan, programs)

    def ask(
        self,
        *,
        purpose: Blank = ASK,
        data: Blank = ASK,
        data_subject: Blank = ASK,
        operation: Blank = ASK,
        recipient: Blank = ASK,
        origin: str | None = None,
        at: str | date | datetime | None = None,
        complete: bool = False,
        context: Context | Mapping[str, Any] | None = None,
        outcomes: Collection[Outcome | str] = tuple(Outcome),
        group_by: Dimension | None = None,
        law: Literal["named"] | None = "named",
    ) -> Iterator[Statement]:
        """Answer a question with blanks: what of all that could stand in them is permitted, conditional and denied.

        What is left out, ``None`` or ``"?"`` is a blank; several ids are each asked about by themselves. The other
        arguments are those of a :class:`Request`. The statements share no cell, and those of all outcomes hold every
        cell; permits come first. With ``group_by`` they come id by id of one dimension, as soon as each is answered.
        Raises :class:`RequestError` at once when the question cannot be read or names an id that the policy does not
        know, and ``ValueError`` for an outcome that there is none.
        """
        written: blanks.Blanks = {
            "purpose": purpose,
            "data": data,
            "data-subject": data_subject,
            "operation": operation,
            "recipient": recipient,
        }
        stated = {"origin": origin, "at": at, "complete": complete, "context": context}
        wanted = frozenset(map(Outcome, outcomes))
        return blanks.ask(self, blanks.asked(written), stated, outcomes=wanted, group_by=group_by, law=law)

    def programs(self, *, law: Literal["named"] | None = "named") -> Programs:
        """Return the programs that answer under the law packs that the policy names, or under the policy alone."""
        return self._alone if law is None else self._under_law

    def place(self, path: NodePath) -> str | None:
        """Return ``file:line:column`` of what stands at a path, or of the nearest that is written above it."""
        for length in range(len(path), 0, -1):
            place = self._places.get(path[:length])
            if place is not None:
                return place
        return None

    def __repr__(self) -> str:
        return f"<Policy {self.id!r} version {self.version!r}: {len(self.model.activities)} activities>"

    def __getstate__(self) -> dict[str, Any]:
        """Leave what is compiled behind: it is made anew from the same model."""
        kept = {"model": self.model, "digest": self.digest, "places": self._places}
        return {**kept, "cites": self.cites, "guards": self.guards}

    def __setstate__(self, state: dict[str, Any]) -> None:
        Policy.__init__(self, **state)
