"""The accounts, replies and votes that come with imported reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cms.base.reasons import join_reasons, read_messages
from cms.exchange.errors import Refusal
from cms.exchange.export_context import is_exported
from cms.exchange.fields.measures import Moment
from cms.exchange.fields.plain import Choice, Field, Prose, check_list, check_object
from cms.exchange.fields.relations import Reference
from cms.exchange.fields.text import parse_text
from cms.exchange.fields.validation import validate
from cms.exchange.records import Row
from cms.exchange.writing.bulk import advisory_lock, insert, reserve_keys
from cms.exchange.writing.related import delete_silently
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import ReviewVote, VendorReply

User = get_user_model()


class Accounts:
    """The people of a batch by login name. Unknown ones become inactive accounts without sign-in."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.known = known

    @staticmethod
    def note_usernames(row: Row) -> None:
        """Note every login name of a record, so that all are loaded with one statement."""
        names = [row.record.get("author")]
        if isinstance(reply := row.record.get("reply"), dict):
            names.append(reply.get("author"))
        names += [vote.get("voter") for vote in row.record.get("votes") or () if isinstance(vote, dict)]
        row.values["usernames"] = {login(name) for name in names if name}

    @classmethod
    def load(cls, rows: Sequence[Row]) -> Accounts:
        names = {name for row in rows for name in row.values["usernames"]}
        accounts = cls({user.username: user for user in User.objects.filter(username__in=names)})
        if rows:
            rows[0].refs.found["account"] = {name: accounts.user(name) for name in names}
        return accounts

    def user(self, name: str) -> Any:
        """The account of that name, made but not saved yet when it is new; None for the empty name."""
        if not name:
            return None
        if name not in self.known:
            self.known[name] = User(username=name, is_active=False, password=make_password(None))
        return self.known[name]

    @staticmethod
    def create(rows: Sequence[Row]) -> None:
        """Save the new accounts that these rows use and point the rows at them."""
        used = {user.username: user for row in rows for user in list_people(row.obj) if user.pk is None}
        if not used:
            return
        for row in rows:
            if (author := row.obj.author) is not None and author.pk is None and not author.display_name:
                author.display_name = parse_text(row.record.get("authorName"))[:80]
        advisory_lock("account")
        there = {user.username: user.pk for user in User.objects.filter(username__in=used)}
        User.objects.bulk_create(user for name, user in used.items() if name not in there)
        for name, user in used.items():
            user.pk = user.pk or there[name]
        for row in rows:
            row.obj.author = row.obj.author


def list_people(review: Any) -> list[Any]:
    reply, votes = getattr(review, "new_reply", None), getattr(review, "new_votes", None) or []
    found = [review.author, reply.author if reply else None, *(vote.voter for vote in votes)]
    return [user for user in found if user is not None]


def login(raw: Any) -> str:
    name = parse_text(raw)
    try:
        User._meta.get_field("username").run_validators(name)
    except ValidationError as error:
        raise Refusal(join_reasons(" ", read_messages(error)), "author") from None
    return name


class ReplyField(Field):
    """The vendor's reply: `{"vendor", "author", "body", "state", "createdAt"}`, or null."""

    vendor = Reference("vendor", kind="vendor")
    omits_hidden = True
    parts = (vendor, Prose("body"), Choice("state", choices=ReviewState), Moment("createdAt"))

    def collect_references(self, raw: Any, row: Row) -> None:
        if isinstance(raw, dict):
            self.vendor.collect_references(raw.get("vendor"), row)

    def load(self, raw: Any, row: Row) -> VendorReply | None:
        if raw is None:
            return None
        given = check_object(raw, {"author", *(part.key for part in self.parts)})
        reply = VendorReply(state=ReviewState.PUBLISHED, created_at=timezone.now())
        for part in self.parts:
            if part.key in given:
                part.store(reply, part.load(given[part.key], row))
        reply.author = row.refs.found["account"].get(parse_text(given.get("author")))
        validate(reply, self.parts)
        return reply

    def dump(self, obj: Any) -> dict[str, Any] | None:
        reply = getattr(obj, "reply", None)
        if reply is None or not is_exported(reply.vendor):
            return None
        author = reply.author.username if reply.author else None
        return {"author": author, **{part.key: part.dump(reply) for part in self.parts}}

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        old = getattr(obj, "reply", None)
        return summarise_reply(old) == summarise_reply(value)

    def store(self, obj: Any, value: Any) -> None:
        obj.new_reply = value


def summarise_reply(reply: VendorReply | None) -> tuple[Any, ...] | None:
    if reply is None:
        return None
    author = reply.author.username if reply.author else None
    return author, reply.vendor_id, reply.body, reply.state, reply.created_at


class VotesField(Field):
    """Readers' votes: `[{"voter": login name, "helpful": true}]`."""

    def load(self, raw: Any, row: Row) -> list[ReviewVote]:
        votes = {}
        for item in check_list(raw):
            given = check_object(item, {"voter", "helpful"})
            name = parse_text(given.get("voter"))
            if name not in row.refs.found["account"] or not isinstance(given.get("helpful"), bool):
                raise Refusal(_("each vote has a “voter” and “helpful” true or false"))
            votes[name] = ReviewVote(voter=row.refs.found["account"][name], helpful=given["helpful"])
        return list(votes.values())

    def dump(self, obj: Any) -> list[dict[str, Any]]:
        votes = sorted(obj.votes.all(), key=lambda vote: vote.pk)
        return [{"voter": vote.voter.username, "helpful": vote.helpful} for vote in votes]

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        now = {vote.voter.username: vote.helpful for vote in obj.votes.all()}
        return now == {vote.voter.username: vote.helpful for vote in value}

    def store(self, obj: Any, value: Any) -> None:
        obj.new_votes = value


def write_parts(rows: Sequence[Row]) -> None:
    """Write the replies and votes of reviews that have been written."""
    for model, key in ((VendorReply, "reply"), (ReviewVote, "votes")):
        changed = [row for row in rows if key in row.values]
        if old := [row.obj.pk for row in changed if not row.is_new]:
            delete_silently(model._base_manager.filter(review__in=old))
        parts = [part for row in changed for part in collect_parts(row.obj, key)]
        for part, number in zip(parts, reserve_keys(model, len(parts)), strict=True):
            part.pk = number
            part.created_at = part.created_at or timezone.now()
        insert(model, parts, as_is=True)


def collect_parts(review: Any, key: str) -> list[Any]:
    parts = (
        [review.new_reply]
        if key == "reply" and review.new_reply
        else review.new_votes
        if key == "votes"
        else []
    )
    for part in parts:
        part.review_id = review.pk
        if key == "votes":
            part.voter_id = part.voter.pk
        elif part.author is not None:
            part.author_id = part.author.pk
    return parts
