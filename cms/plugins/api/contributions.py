"""What plugins hand over at start: frozen, typed, and checked when they are made.

Every contribution has a `name`, unique among those of its kind; the plugin it came from is added on registration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from datetime import time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Concatenate

from django.db.models import Q

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.base import SNAKE, Contribution
from cms.plugins.api.errors import ContributionError
from cms.plugins.api.routes import route_parameters
from cms.plugins.api.rules import find_rule_problem

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from cms.declarations.access import Gate, Viewer

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "STAFF",
    "AdminPanel",
    "Contribution",
    "DashboardPanel",
    "GraphQLField",
    "GraphQLMutation",
    "GraphQLQuery",
    "Health",
    "HealthCheck",
    "Job",
    "KeyOf",
    "MergeRule",
    "Metric",
    "PermissionFilter",
    "Policy",
    "Rows",
    "Sample",
    "Url",
    "permission",
]

REQUIRED = {"required": True}
"""Metadata of fields that have to be given although they have a default."""
DAY = timedelta(days=1)
MERGE_ACTIONS = ("move", "leave", "fill")
CAMEL = re.compile(r"[a-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may use a field, a page or an address. Use PUBLIC, SIGNED_IN, STAFF or `permission("app.codename")`."""

    name: str


PUBLIC = Policy("public")
"""Everybody, anonymous callers as well. Not for mutations."""
SIGNED_IN = Policy("signed in")
"""Everybody with an active account who is signed in."""
STAFF = Policy("staff")
"""Everybody who may enter the admin."""


def permission(name: str) -> Policy:
    """The policy of people who hold a Django permission, such as `permission("reviews.view_review")`.

    name: "app_label.codename". ContributionError when it is not of this form.
    """
    if name.count(".") != 1:
        raise ContributionError(
            Reason(_("permission(%(name)s): write it as app_label.codename."), {"name": repr(name)})
        )
    return Policy(name)


@dataclass(frozen=True, slots=True)
class Rows:
    """The GraphQL type "rows of this model" ("solutions.Solution"): the plugin answers primary keys, and the API
    fetches the rows through its gate, so that hidden ones are left out. `many`: a list, or one row."""

    model: str
    many: bool = True


@dataclass(frozen=True, slots=True)
class KeyOf:
    """`Annotated[int, KeyOf("solutions.Solution")]` is a global id in GraphQL and a primary key in Python.

    In an input the row has to be one that the caller may see, or one of `among`, when that is given: it takes the gate
    and answers a Q filter. Anything else is answered as not found.
    """

    model: str
    among: Callable[[Gate], Q] | None = None


@dataclass(frozen=True, kw_only=True)
class _GraphQL(Contribution):
    """cost: points that one value costs, at least 1. permission: a Policy. Both have to be given, which `validate` says
    better than Python would.

    reads: labels of the models whose rows the function reads (["badges.Badge"]): a promise that the value depends on no
    server, cache or clock but `gate.viewer.now` in a look-up, so that answers may be kept. None promises nothing.

    deprecated: what callers should use in its place; the schema says so. Since 1.7."""

    type: Any
    description: str
    cost: int | None = field(default=None, metadata=REQUIRED)
    permission: Policy | None = field(default=None, metadata=REQUIRED)
    reads: Sequence[str] | None = None
    deprecated: str = ""

    pattern = CAMEL

    def validate(self) -> None:
        self.need(isinstance(self.cost, int) and self.cost >= 1, _("give it a cost: cost=1 or more."))
        self.need(
            isinstance(self.permission, Policy),
            _('set who may use it: permission=PUBLIC, SIGNED_IN, STAFF or permission("app.codename").'),
        )
        self.need(self.description, _("describe it: the text appears in the schema."))
        self.need(
            all(isinstance(each, str) and each.count(".") == 1 for each in self.reads or ()),
            _("`reads` holds labels of models such as solutions.Solution."),
        )
        self.need(
            is_type(self.type),
            _("%(type)s is not a GraphQL type: see docs/howto/write-a-plugin.md."),
            type=repr(self.type),
        )


SCALARS: tuple[type, ...] = (str, int, float, bool, dict)


def is_type(hint: Any) -> bool:
    """Whether the API can make a GraphQL type of it: a scalar, an enumeration, a dataclass, a list of one, or Rows."""
    if isinstance(hint, Rows):
        return True
    if getattr(hint, "__origin__", None) is list:
        return is_type(hint.__args__[0])
    if not isinstance(hint, type):
        return False
    return is_dataclass(hint) or issubclass(hint, Enum) or hint in SCALARS or hint.__module__ == "datetime"


@dataclass(frozen=True, kw_only=True)
class GraphQLField(_GraphQL):
    """A field on an existing type, loaded for many rows at once.

    on: model label of the type ("solutions.Solution"). load: takes the keys of the rows and the gate, and answers a
    mapping from key to value in a constant number of statements; a key left out is null. The field is nullable, so
    that a failing plugin leaves everything else in the answer alone. cost: points for each row, so that a list of 20
    rows costs 20 times as much.
    """

    on: str
    load: Callable[[Sequence[int], Gate], Mapping[int, Any]]

    def validate(self) -> None:
        super().validate()
        self.need(self.on.count(".") == 1, _("`on` is a model label such as solutions.Solution."))
        self.need_callable("load", "keys", "gate")

    def describe(self) -> str:
        return f"GraphQLField {self.on}.{self.name}"


@dataclass(frozen=True, kw_only=True)
class GraphQLQuery(_GraphQL):
    """A root field. arguments: names in snake_case and types (str, int, float, bool); each may be left out by the
    caller. resolve: takes the gate, and by keyword those arguments that were given.

    What the caller did wrong it says as a mutation does, by ValidationError, PermissionDenied, ObjectDoesNotExist or
    Conflict: the field is null, and the error has the code and the message. Everything else counts as a failure.
    """

    resolve: Callable[Concatenate[Gate, ...], Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def validate(self) -> None:
        super().validate()
        self.need_callable("resolve", "gate", keywords=self.arguments)
        for name, hint in self.arguments.items():
            self.need(SNAKE.fullmatch(name), _("name the argument %(name)s in snake_case."), name=repr(name))
            self.need(
                hint in SCALARS[:4],
                _("the argument %(name)s is str, int, float or bool, not %(type)s."),
                name=repr(name),
                type=repr(hint),
            )


@dataclass(frozen=True, kw_only=True)
class GraphQLMutation(_GraphQL):
    """A mutation with one argument, `input`, whose answer is `type` with `errors` beside its fields.

    input, type: dataclasses; a field of the input without a default is required, those of the answer are nullable. A
    mutation whose input has no fields has no argument.
    perform: takes an input and the gate, and answers a `type`, in one transaction. What the caller did wrong it says
    by Django's ValidationError (by input field), PermissionDenied or ObjectDoesNotExist, or by Conflict; a value that
    only the database rejects is told without a field. None of these counts as a failure of the plugin.
    bucket: a rate limit bucket ("reviews", "votes"…), of which each call takes one, beside its cost.
    sensitive: it is for people who proved in the last ten minutes who they are, and stands alone in its request. Its
    answer is never kept for a retry. Since 1.6.
    """

    input: type
    perform: Callable[[Any, Gate], Any]
    bucket: str | None = None
    sensitive: bool = False

    def validate(self) -> None:
        super().validate()
        self.need(
            is_dataclass(self.input) and is_dataclass(self.type), _("input and type must be dataclasses.")
        )
        self.need(
            self.permission is not PUBLIC, _("anonymous callers cannot write: give another permission.")
        )
        self.need_callable("perform", "given", "gate")


def is_column(name: Any, dots: Sequence[int]) -> bool:
    """Whether it has the form of a model label or of a column of a model."""
    return isinstance(name, str) and name.count(".") in dots and all(name.split("."))


@dataclass(frozen=True, kw_only=True)
class PermissionFilter(Contribution):
    """Hides rows. rule: a Q of look-ups over the columns and relations of `model` that admits what the viewer may see;
    Now(), ViewerId() and GroupIds() as values stand for the request's: `Q(embargo__until__lte=Now())`. It narrows the
    core's own rule and can never widen it. While it fails, no row of the model is visible.

    For what look-ups cannot say, rule may be a function that takes the viewer and answers such a Q. It is called for
    each request that reads the model, in a thread, which takes longer.

    reads: what the answer depends on, as models ("embargo.Embargo") or columns ("embargo.Embargo.until"). changes_at:
    the column with the moment at which the answer for a row changes without a write ("embargo.Embargo.until"). Both
    are for caches; a name that does not exist refuses the plugin. Since 1.2.
    """

    model: str
    rule: Q | Callable[[Viewer], Q]
    reads: Sequence[str] = ()
    changes_at: str = ""

    def validate(self) -> None:
        self.need(self.model.count(".") == 1, _("`model` is a model label such as solutions.Solution."))
        self.need(isinstance(self.reads, list | tuple), _("`reads` is a list of models and columns."))
        for name in self.reads:
            self.need(
                is_column(name, dots=(1, 2)),
                _("reads: write %(name)s as app.Model or app.Model.field."),
                name=repr(name),
            )
        if self.changes_at != "":
            self.need(is_column(self.changes_at, dots=(2,)), _("changes_at: write it as app.Model.field."))
        if isinstance(self.rule, Q):
            problem = find_rule_problem(self.rule)
            self.need(not problem, "%(part)s: %(problem)s", part="rule", problem=problem)
        else:
            self.need_callable("rule", "viewer")


@dataclass(frozen=True, kw_only=True)
class MergeRule(Contribution):
    """What happens to rows of the plugin's own model when editors merge two records that such rows refer to.

    model: "bookmarks.Bookmark". field: the foreign key to the records that may be merged. action: "move" them to the
    record that is kept, which is what happens without a rule; "leave" them, so that they are deleted with the merged
    record, for what belongs to that record alone or is worked out from other rows; "fill": move them only if the kept
    record has none. prefer: terms of `order_by` ("-created_at") for rows of which the model's unique constraints allow
    one: the first stays and the other is deleted. Without it the kept record's row stays. Undoing a merge brings moved
    and deleted rows back. Since 1.3.
    """

    model: str
    field: str
    action: str = "move"
    prefer: Sequence[str] = ()

    def validate(self) -> None:
        self.need(
            is_column(f"{self.model}.{self.field}", dots=(2,)), _("write model as app.Model, and a field.")
        )
        self.need(
            self.action in MERGE_ACTIONS, _("action is one of %(known)s."), known=", ".join(MERGE_ACTIONS)
        )
        self.need(isinstance(self.prefer, list | tuple), _("prefer is a list of terms of order_by."))
        self.need(not self.prefer or self.action == "move", _("prefer is for rows that move."))


@dataclass(frozen=True, kw_only=True)
class Job(Contribution):
    """Work that `manage.py plugins run-jobs` does when it is due. run: takes nothing and answers a line for the log.

    every: the time from one start to the next. at: an hour of the day in the site's time zone, `time(3, 30)`, for work
    at night; `every` is then a whole number of days, one when it is left out. A job that was missed, because nothing
    ran at that hour, is made up for as soon as something does. One of the two has to be given.
    """

    run: Callable[[], str]
    every: timedelta = timedelta(0)
    at: time | None = None
    description: str

    def validate(self) -> None:
        self.need_callable("run")
        self.need(isinstance(self.every, timedelta), _("`every` is a timedelta."))
        if self.at is None:
            self.need(self.every >= timedelta(minutes=1), _("`every` is at least one minute."))
            return
        self.need(
            isinstance(self.at, time) and self.at.tzinfo is None, _("`at` is a time without a time zone.")
        )
        self.need(self.every % DAY == timedelta(0), _("with `at`, `every` is a whole number of days."))
        object.__setattr__(self, "every", self.every or DAY)

    def schedule(self) -> str:
        """When it runs, for people: "1 day, 0:00:00", or "1 day, 0:00:00 at 03:30"."""
        return f"{self.every} at {self.at:%H:%M}" if self.at else str(self.every)


@dataclass(frozen=True, slots=True)
class Health:
    """ok: false marks the site as degraded. message: for operators."""

    ok: bool
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class HealthCheck(Contribution):
    """check: takes nothing and answers Health; at most a second and five statements."""

    check: Callable[[], Health]

    def validate(self) -> None:
        self.need_callable("check")


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a metric, with its labels."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Metric(Contribution):
    """A gauge in the Prometheus sense, read when it is scraped. read: takes nothing and answers Samples."""

    help: str
    read: Callable[[], Iterable[Sample]]

    def validate(self) -> None:
        self.need_callable("read")


@dataclass(frozen=True, kw_only=True)
class Url(Contribution):
    """An address under /plugins/<plugin>/. view: a Django view. policy: who may ask; it has to be given.

    path: a route as in Django's `path()`, such as "report.json" or "<int:pk>.json"; the view takes what it captures by
    keyword. It rejects a request by Http404, PermissionDenied, BadRequest, ValidationError (400), ObjectDoesNotExist
    (404) or Conflict (409); whatever else it raises is a failure, answered 503. Of several addresses that match, the
    first in the list answers. Show what `get_gate(request)` admits, and nothing else.
    cost: points that each request takes from the caller's token bucket, shared with GraphQL; a caller with too few gets
    429. Use 0 for requests that another server sends in bursts, such as a webhook with a signature.
    """

    path: str
    view: Callable[..., HttpResponseBase]
    policy: Policy | None = None
    cost: int = 5

    def validate(self) -> None:
        self.need(
            isinstance(self.policy, Policy),
            _('set who may call it: policy=PUBLIC, SIGNED_IN, STAFF or permission("app.codename").'),
        )
        self.need(
            isinstance(self.cost, int) and self.cost >= 0, _("the cost is a number of points, 0 or more.")
        )
        self.need_callable("view", "request", keywords=self.parameters())

    def parameters(self) -> list[str]:
        """The names that the path captures."""
        self.need(isinstance(self.path, str), _("the path is text."))
        try:
            return route_parameters(self.path)
        except ContributionError as error:
            raise ContributionError(self.place(error.args[0])) from error


@dataclass(frozen=True, kw_only=True)
class AdminPanel(Contribution):
    """A page of the admin with an entry in the menu.

    context: takes the request and answers what `template` shows; the template extends `cms/plugins/page.html` and lies
    in the folder templates/ of the plugin's app.
    """

    title: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any]]
    icon: str = "plus-inverse"
    policy: Policy = STAFF

    def validate(self) -> None:
        self.need_callable("context", "request")


@dataclass(frozen=True, kw_only=True)
class DashboardPanel(Contribution):
    """A card on the admin's home page.

    data: takes the request and answers what the card shows: count, text, detail, rows (label, url, value), link (url,
    label); all may be left out.
    """

    title: str
    data: Callable[[HttpRequest], Mapping[str, Any]]
    icon: str = "plus-inverse"
    policy: Policy = STAFF
    order: int = 200

    def validate(self) -> None:
        self.need_callable("data", "request")
