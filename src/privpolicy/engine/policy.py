"""A compiled policy: immutable, thread-safe, and ready to answer."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine import ask as blanks
from privpolicy.engine.bind import bind
from privpolicy.engine.citations import Citations
from privpolicy.engine.compile import Compiler
from privpolicy.engine.decision import Decision
from privpolicy.engine.guards import Guards
from privpolicy.engine.index import Index
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.programs import Programs
from privpolicy.engine.request import Question, Request
from privpolicy.engine.residual import Residual
from privpolicy.engine.situation import Situation
from privpolicy.engine.statement import ASK, Statement
from privpolicy.engine.vocabulary import Dimension, Vocabulary
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.request import Context
from privpolicy.source.path import NodePath

PERMIT, DENY, CONDITIONAL = Outcome.PERMIT, Outcome.DENY, Outcome.CONDITIONAL

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
        vocabulary: Vocabulary | None = None,
        index: Index | None = None,
    ) -> None:
        """Compile a model; ``vocabulary`` and ``index`` are those of the model, where they have been made already."""
        put = partial(object.__setattr__, self)
        vocabulary = Vocabulary.of(model) if vocabulary is None else vocabulary
        index = Index.of(model, vocabulary) if index is None else index
        cited = cites if cites is not None else Citations()
        alone = Programs(index, Compiler(model, vocabulary, cited))
        put("model", model)
        put("digest", digest)
        put("cites", cited)
        put("guards", guards)
        put("vocabulary", vocabulary)
        put("_places", places if places is not None else {})
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
        programs = self._alone if law is None else self._under_law
        try:
            # Private to all but those who decide: what a request makes ready for them.
            key, question, situation, facts, _ = request._made  # noqa: SLF001
        except AttributeError:
            said = "decide takes a Request: make one with Request(...), or of a mapping with Request.parse(...)"
            raise TypeError(said) from None
        known = programs.terms.understood(situation, facts)
        residual = programs.residuals.young.get(key)
        if known is None or residual is None or residual.question != question:
            known, residual = self._bound(request, question, programs, known)
        start, end, node = residual.era
        at = known.at
        if at < start or (end is not None and at >= end):
            node = residual.at(known)
        truth = programs.diagrams.truth(node, known)
        outcome = PERMIT if truth else CONDITIONAL if truth is None else DENY
        return Decision(self, request, known, residual, programs, outcome)

    def _bound(
        self, request: Request, question: Question, programs: Programs, known: Situation | None
    ) -> tuple[Situation, Residual]:
        """Return what is known and what is left of the plan, or raise what is wrong with the request.

        What has been asked before names no id that the policy does not know.
        """
        if known is not None:
            try:
                return known, programs.residual(question)
            except (KeyError, ValueError):  # an id that the policy does not know: told below
                pass
        return bind(request, self.vocabulary).situation, programs.residual(question)

    def decide_many(self, requests: Iterable[Request], *, law: Literal["named"] | None = "named") -> list[Decision]:
        """Answer requests, in their order, each as :meth:`decide` answers it alone.

        Raises :class:`RequestError` for the first that names an id that the policy does not know; its ``path`` begins
        with the position of the request, counted from 0, and no decision is returned.
        """
        decide, found = self.decide, []
        for number, request in enumerate(requests):
            try:
                found.append(decide(request, law=law))
            except RequestError as error:
                raise RequestError(error.message, f"{number}.{error.path}" if error.path else str(number)) from None
            except TypeError as error:
                if isinstance(request, Request):
                    raise
                raise TypeError(f"{number}: {error}") from None
        return found

    def decide_table(
        self,
        table: Any,
        *,
        columns: Mapping[str, str | None] | None = None,
        zone: Literal["UTC"] | None = None,
        at: str | date | datetime | None = None,
        consents: Any = None,
        objections: Any = None,
        law: Literal["named"] | None = "named",
        prefix: str = "",
        answers: Collection[str] | None = None,
        connection: Any = None,
    ) -> Any:
        """Answer a request a row, each as :meth:`decide` answers it, and return the table with what it was answered.

        ``table`` is a path, pattern or folder of Parquet or CSV, Arrow, a pandas or Polars frame, a DuckDB relation,
        a Spark frame or an Ibis table. Its columns are named as the keys of a request: ``purpose``, ``data`` (a text or
        a list of texts), ``data_subject``, ``consents`` (a list of structs), ``events.collected``, ``subject.age``, …;
        ``columns`` maps keys to columns that are called otherwise, and to ``None`` what shall not be read. A null says
        what it says in a request: an event that is null has not happened, anything else that is null is not known.

        ``zone="UTC"`` says what columns are in that hold instants without a zone; ``at`` is when rows are decided that
        do not say. ``consents`` and ``objections`` may stand in tables of their own, each given with the column of its
        key, ``(table, "user_id")``, or as a :class:`SideTable`. ``connection`` is the connection of DuckDB of a
        relation, or on which to open the rest.

        Returns an Ibis table on the engine that holds the rows: their columns, and after them ``outcome``,
        ``activity``, ``reason`` (codes of the first category that is answered as the whole), ``until`` (an instant in
        UTC), ``obligations`` (a list) and ``error``, each with ``prefix`` before its name; ``answers`` names those that
        are wanted where not all are. A row that is no request has an ``error`` and nothing else. Only the different
        questions are read at once; the rest waits until it is read.

        Needs the extra ``table``; raises :class:`TableError` when the table cannot be decided as it stands.
        """
        try:
            from privpolicy.batch.entry import decided, requests  # noqa: PLC0415  # nobody waits for an engine unasked
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith("privpolicy"):
                raise
            raise ImportError("decide_table needs the extra `table`: pip install 'privpolicy[table]'") from None

        asked = requests(
            self, table, columns=columns, zone=zone, consents=consents, objections=objections, connection=connection
        )
        wanted = {} if answers is None else {"answers": answers}
        return decided(self, asked, at=at, law=law, prefix=prefix, **wanted)

    def filter(
        self,
        *,
        purpose: str,
        columns: Any,
        operation: str | None = None,
        recipient: str | None = None,
        data_subject: str | None = None,
        origin: str | None = None,
        at: str | date | datetime | None = None,
        complete: bool = False,
        tables: Mapping[str, Any] | None = None,
        law: Literal["named"] | None = "named",
    ) -> Any:
        """Return the columns of a table that may be read for a purpose, and in which rows: a :class:`Filter`.

        ``columns`` maps the columns of the table to categories, and tells which columns state what a row is judged by:
        the path of a YAML file, or a mapping with its keys. The other arguments are those of a :class:`Request` that is
        asked of every row. ``tables`` are tables of consents and objections by the names that the mapping has for them;
        others are looked up in the database of the table that is read.

        Needs the extra ``table``; raises :class:`RequestError` for a question that cannot be read, and
        :class:`TableError` for a mapping that does not fit the policy.
        """
        try:
            from privpolicy.batch.filter import filter_of  # noqa: PLC0415  # nobody waits for an engine unasked
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith("privpolicy"):
                raise
            raise ImportError("filter needs the extra `table`: pip install 'privpolicy[table]'") from None

        asked = {
            "purpose": purpose,
            "operation": operation,
            "recipient": recipient,
            "data_subject": data_subject,
            "origin": origin,
            "at": at,
            "complete": complete,
        }
        return filter_of(self, asked=asked, columns=columns, tables=tables or {}, law=law)

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

    @property
    def places(self) -> Mapping[NodePath, str]:
        """``file:line:column`` of sections, declarations and the keys of declarations."""
        return self._places

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
