"""Rules of permission filters that are data: checked at start, bound to each viewer, and no call to the plugin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Q
from django.db.models.functions import Lower
from django.test import Client

from cms.declarations import Viewer
from cms.plugins.api.contributions import PermissionFilter
from cms.plugins.api.errors import ContributionError
from cms.plugins.api.rules import GroupIds, Now, ViewerId, bind_rule
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from tests.content_api.client import ask
from tests.factories.content import make_review, make_site, make_solution, make_standard_page, make_user
from tests.plugins.workshop import Workshop

SiteWith = Callable[..., Platform]
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
ADA = Viewer(MOMENT, 5, frozenset({3, 2}))
ANONYMOUS = Viewer(MOMENT)
NO_ROW = ("pk__in", ())
HIDING = """
from cms.plugin_api import *
from django.db.models import Q

@hookimpl
def permission_filter():
    return [PermissionFilter(name="hide", model="solutions.Solution", rule=%s)]
"""
GUARDS = ["solutions.Solution"]


@pytest.mark.parametrize(
    ("rule", "for_ada", "for_anonymous"),
    [
        (Q(until__lte=Now()), Q(until__lte=MOMENT), Q(until__lte=MOMENT)),
        (Q(author=ViewerId()), Q(author=5), Q(NO_ROW)),
        (~Q(author=ViewerId()), ~Q(author=5), ~Q(NO_ROW)),
        (Q(team__in=GroupIds()), Q(team__in=[2, 3]), Q(team__in=[])),
        (Q(a=1) | Q(Q(b=2), until__gt=Now()), Q(a=1) | Q(Q(b=2), until__gt=MOMENT), None),
    ],
)
def test_placeholders_become_what_the_viewer_is(rule: Q, for_ada: Q, for_anonymous: Q | None) -> None:
    assert bind_rule(rule, ADA) == for_ada
    assert bind_rule(rule, ANONYMOUS) == (for_ada if for_anonymous is None else for_anonymous)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (Q(author__in=[ViewerId()]), "author__in: a placeholder is the whole value of a look-up"),
        (Q(until__range=(Now(), Now())), "until__range: a placeholder is the whole value"),
        (Q(team=GroupIds()), "team: GroupIds\\(\\) goes with a look-up that ends in __in"),
        (Q(Q(Lower("title"))), "it contains the expression .*: use look-ups only"),
        (True, "rule must be a function of \\(viewer\\)"),
    ],
)
def test_a_rule_that_cannot_be_bound_is_refused_at_start(rule: Any, problem: str) -> None:
    with pytest.raises(ContributionError, match=problem):
        PermissionFilter(name="hide", model="solutions.Solution", rule=rule)


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ({"reads": "reviews.Review"}, "`reads` is a list of models and columns"),
        ({"reads": ["reviews"]}, "reads: write 'reviews' as app.Model or app.Model.field"),
        ({"reads": ["reviews..state"]}, "reads: write 'reviews..state' as"),
        ({"reads": [7]}, "reads: write 7 as"),
        ({"changes_at": "reviews.Review"}, "changes_at: write it as app.Model.field"),
        ({"changes_at": None}, "changes_at: write it as app.Model.field"),
    ],
)
def test_what_a_rule_reads_is_named_in_full(names: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContributionError, match=problem):
        PermissionFilter(name="hide", model="solutions.Solution", rule=Q(), **names)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (
            "reads=['reviews.Review', 'solutions.Solution.status'], changes_at='solutions.Solution.expire_at'",
            "",
        ),
        ("reads=['solutions.Solution.launched_on'], changes_at='solutions.Solution.launched_on'", ""),
        ("reads=['reviews.Reviw']", "reads: reviews.Reviw does not exist"),
        ("reads=['nothing.Review']", "reads: nothing.Review does not exist"),
        ("reads=['reviews.Review.stat']", "reads: reviews.Review.stat does not exist"),
        ("changes_at='solutions.Solution.untl'", "changes_at: solutions.Solution.untl does not exist"),
        ("changes_at='solutions.Solution.slug'", "changes_at: solutions.Solution.slug is not a date or time"),
    ],
)
def test_what_a_rule_reads_exists_or_its_plugin_is_refused(
    workshop: Workshop, site_with: SiteWith, client: Client, names: str, reason: str
) -> None:
    make_site()
    make_solution("One")
    workshop.write("hiding", HIDING % f"Q(), {names}", guards=GUARDS)
    refused = site_with().plugins["hiding"].reason
    assert refused.startswith(f"PermissionFilter 'hide': {reason}") if reason else refused == ""
    shown = [] if reason else [{"title": "One"}]  # what a refused plugin guards stays hidden
    assert ask(client, "{ solutions { nodes { title } } }")["solutions"]["nodes"] == shown


SEEN = {
    "Q(external_id='open')": ([1, 1], [1, 1]),
    "~Q(external_id='open')": ([0, 0], [0, 0]),
    "Q(first_published_at__gt=Now())": ([0, 0], [0, 0]),
    "Q(owner_id=ViewerId())": ([0, 0], [1, 1]),
    "~Q(owner_id=ViewerId())": ([1, 1], [0, 0]),
    "Q(owner__groups__in=GroupIds())": ([0, 0], [1, 1]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", SEEN)
def test_a_rule_hides_rows_and_what_belongs_to_them(
    workshop: Workshop, site_with: SiteWith, client: Client, rule: str
) -> None:
    make_site()
    user = make_user(groups=("Makers", "Readers"))
    make_review(make_solution("One", external_id="open", owner=user))
    workshop.write("hiding", HIDING % rule, guards=GUARDS)
    platform = site_with()
    found = []
    for caller in (client, signed_in_as(user)):
        answer = ask(caller, "{ solutions { totalCount } reviews { totalCount } }")
        found.append([answer["solutions"]["totalCount"], answer["reviews"]["totalCount"]])
    assert tuple(found) == SEEN[rule]
    assert ("hiding", "permission_filter.hide") not in platform.caller.statistics


def signed_in_as(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rule",
    [
        "Q(no_such_column=ViewerId())",
        "Q(no_such_column=1)",
        "Q(title__nonsense=2)",
        "Q(first_published_at__lt='never')",
    ],
)
def test_a_rule_that_does_not_fit_its_model_hides_all_of_it_and_nothing_else(
    workshop: Workshop, site_with: SiteWith, client: Client, rule: str
) -> None:
    make_site()
    make_solution("One")
    make_standard_page("About")
    workshop.write("hiding", HIDING % rule, guards=GUARDS)
    site_with()
    for _ in range(3):
        answer = ask(client, '{ solutions { totalCount } page(path: "/about/") { title } }')
        assert answer == {"solutions": {"totalCount": 0}, "page": {"title": "About"}}
    (error,) = {each["reason"] for each in runtime.last_errors("hiding")}
    assert "its Q cannot be used" in error
