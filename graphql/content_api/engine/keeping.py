"""Keeping the answers of anonymous clients, and giving them out again while a new read would give the same.

An answer is kept under the versions that were read before its first statement (`access/table_versions.py`), so it is
never older than they say. Before it is given out, one statement reads the versions again: no answer is older than the
last commit. docs/adr/0038 weighs the alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from django.utils.translation import get_language
from graphql import ExecutionResult

from cms.actors.actor import Actor, ActorKind
from cms.base.json_bytes import copy_bytes, encode_variables
from cms.base.measures import ANSWERS
from cms.declarations.moments import WatchedMoment, get_plain
from cms.plugins.runtime.decisions import decisions
from content_api.access.context import ReadContext
from content_api.access.table_versions import Versions, are_watched
from content_api.engine.answers import Answer, Owner, answers
from content_api.engine.shared import shared_answers
from content_api.engine.shared_turns import SharedTurn
from content_api.engine.turns import Turns
from content_api.engine.variants import Variant
from content_api.engine.watch import AnswerWatch
from content_api.limits.bounded_store import BoundedStore
from content_api.model.sql_templates.reads import find_next_change

__all__ = [
    "AnswerKeeper", "AnswerKey", "build_key", "choose_owner", "find_kept", "forget_requests", "is_current", "may_keep",
]  # fmt: skip

CHECK = """SELECT version::text || ' ' || (
        SELECT coalesce(sum(weight), 0) FROM content_api_table_change WHERE table_name = ANY(%s::text[])
    )::text FROM content_api_structure"""
"""What `Answer.state` holds."""
STRUCTURE = frozenset({
    "wagtailcore_site", "wagtailcore_locale", "wagtailcore_pageviewrestriction",
    "wagtailcore_pageviewrestriction_groups", "wagtailcore_collectionviewrestriction",
    "wagtailcore_collectionviewrestriction_groups", "content_api_structure",
})  # fmt: skip
"""Tables whose every write changes the version of the structure (migration 0003)."""
CONSTANT = frozenset({"django_content_type"})
"""Tables whose rows are made by migrations alone."""
logger = structlog.get_logger(__name__)
_turns = Turns()
_seen: BoundedStore[bool] = BoundedStore(10_000)
"""Requests that came once: an answer is kept when it is asked for again."""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Everything of a request that an anonymous answer depends on."""

    text: str
    operation: str | None
    variables: bytes
    address: Hashable
    language: str | None

    @property
    def identity(self) -> bytes:
        """The same as bytes, for a place that processes share."""
        return repr((self.text, self.operation, self.variables, self.address, self.language)).encode()

    @property
    def size(self) -> int:
        return 2 * len(self.text) + len(self.variables)


def build_key(text: str, operation: str | None, variables: object, context: ReadContext) -> AnswerKey | None:
    """The key of a request; None where its answer is not kept: for callers who are signed in, in a transaction, where
    the operator keeps none, and where rows may be read from another database than the one whose versions are known."""
    if not (may_keep() and context.actor.is_anonymous):
        return None
    return AnswerKey(text, operation, encode_variables(variables), context.address, get_language())


def may_keep() -> bool:
    """Whether answers are kept here and now, for any anonymous caller."""
    kept: int = settings.API_ANSWER_CACHE_BYTES
    return kept > 0 and not is_in_transaction() and len(connections.settings) == 1


def is_in_transaction() -> bool:
    """Whether rows may be seen that others do not see."""
    return connection.in_atomic_block


def is_asked_again(key: AnswerKey) -> bool:
    return _seen.get(key) is not None


def choose_owner(actor: Actor, is_trusted: bool) -> Owner:
    """In whose budget the answers to an actor are kept."""
    if actor.kind is ActorKind.SERVER:
        return Owner.SERVERS
    return Owner.DOCUMENTS if is_trusted else Owner.OTHERS


def find_kept(key: AnswerKey, owner: Owner, moment: datetime) -> Answer | None:
    """What is kept for this moment, whether or not something was written since. No statement."""
    found = answers.get(key, owner)
    return found if found is not None and found.holds_at(moment) else None


def is_current(key: AnswerKey, owner: Owner, answer: Answer) -> bool:
    """Whether nothing that the answer depends on was committed since; otherwise it is dropped. One statement."""
    if answer.decisions == decisions() and read_state(answer.tables) == answer.state:
        ANSWERS.labels("kept").inc()
        answers.claim(key, owner, answer, key.size)
        return True
    ANSWERS.labels("outdated").inc()
    answers.drop(key, answer)
    return False


def forget_requests() -> None:
    """Take every request for the first of its kind."""
    _seen.clear()


class AnswerKeeper:
    """Finds the answer to one request, or keeps the one that is made."""

    def __init__(self, key: AnswerKey, owner: Owner, is_trusted: bool) -> None:
        self.key, self.owner = key, owner
        self.is_wanted = is_trusted or is_asked_again(key)
        self.watch = AnswerWatch()
        self._context: ReadContext | None = None
        self._outdated = ""
        self._versions: Versions = {}
        _seen.put(key, True)

    def take_turn(self, seconds: float) -> AbstractContextManager[bool]:
        """Make the answer while others wait for it; whether another one has done so just before."""
        return _turns.take(self.key, seconds) if self.is_wanted else nullcontext(False)

    def find(self) -> Answer | None:
        """As `find_kept`, at present: another request may have made it after this one began."""
        return find_kept(self.key, self.owner, timezone.now())

    def is_current(self, answer: Answer) -> bool:
        """As `is_current`."""
        is_so = is_current(self.key, self.owner, answer)
        self._outdated = self._outdated if is_so else answer.state
        return is_so

    @contextmanager
    def claim(self) -> Iterator[Iterator[None]]:
        """Make the answer while other processes wait for it. Before, it may be found each time this yields."""
        turn = SharedTurn(self.key.identity, self.owner, decisions())
        try:
            yield (None for _ in turn.wait() if self.load_shared()) if self.is_wanted else iter(())
        finally:
            turn.leave()

    def load_shared(self) -> bool:
        """Whether an answer of another process was found, which may be current, and is kept here now."""
        answer = shared_answers().find(self.key.identity, self.owner, decisions())
        if answer is None or answer.state == self._outdated or not answer.holds_at(timezone.now()):
            return False
        answers.put(self.key, self.owner, answer, self.key.size)
        return True

    def execute(self, run: Callable[[ReadContext], ExecutionResult], context: ReadContext) -> ExecutionResult:
        """The result of `run`, watched, where the answer is to be kept."""
        if not self.is_wanted:
            return run(context)
        self.watch, self._context = AnswerWatch(), context
        self._versions, self._decisions = context.structure.table_versions.read_all(), decisions()
        context.now = WatchedMoment.watch(context.now, self.watch)
        with connection.execute_wrapper(self.watch.execute):
            return run(context)

    def keep(self, body: bytes, tag: str) -> Answer | None:
        """Keep the body of the response that was made of the result, where that is possible."""
        if self._context is None:
            return None
        answer = self._build_answer(self._context, body, tag)
        if answer is None:
            ANSWERS.labels("unkept").inc()
            logger.debug("graphql_answer_not_kept", operation=self.key.operation, reason=self.watch.reason)
        else:
            ANSWERS.labels("made").inc()
            answers.put(self.key, self.owner, answer, self.key.size)
            shared_answers().put(self.key.identity, self.owner, answer)
        return answer

    def _build_answer(self, context: ReadContext, body: bytes, tag: str) -> Answer | None:
        """The answer with what it depends on; None, with a reason in the watch, where that cannot be told."""
        watch, structure, now = self.watch, context.structure, get_plain(context.now)
        tables = watch.reads.tables - STRUCTURE - CONSTANT
        if missing := sorted(tables - self._versions.keys()):
            watch.refuse(f"tables without a version: {', '.join(missing)}")
        elif not are_watched(tables):
            watch.refuse("a table whose changes are not noticed")
        elif structure.version is None or structure.has_own_parts:
            watch.refuse("the structure of the site is being changed")
        if watch.reason or structure.version is None:
            return None
        until = find_next_change(watch.reads, now, self._versions)
        state = build_state(structure.version, (self._versions[each] for each in tables))
        return Answer(
            Variant(copy_bytes(body), tag), build_parameter(tables), state, self._decisions, now, until
        )


def build_state(structure: UUID, versions: Iterable[Decimal]) -> str:
    """The version of the structure, and the sum of the versions of tables, as `CHECK` reads them."""
    return f"{structure} {sum(versions, Decimal())}"


def build_parameter(tables: Iterable[str]) -> str:
    """The names of tables as PostgreSQL writes an array."""
    return "{" + ",".join(f'"{each}"' for each in sorted(tables)) + "}"


def read_state(tables: str) -> str | None:
    """The state of tables at present, of the form that `build_parameter` gives them."""
    return connection.read_value(CHECK, tables)  # type: ignore[attr-defined, no-any-return]
