"""API keys in requests: what they read, and that every wrong one is refused alike."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.base.measures import REGISTRY
from cms.identity import key_checks
from cms.identity.api_keys import KeyLimits, KeyRefused, create_key, revoke_key, rotate_key
from cms.identity.key_tokens import compute_checksum, compute_digest, create_token
from cms.identity.key_uses import forget_uses
from cms.identity.models import ApiKey, User
from cms.identity.roles import EDITOR
from content_api.model.ids import global_id
from content_types.solutions.models import SolutionIndex
from tests.content_api.client import statements
from tests.factories.content import (
    index_page,
    make_event,
    make_language,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)

pytestmark = pytest.mark.django_db
LIST = "query Names { solutions { totalCount nodes { title } } }"
SOLUTIONS = "solutions.solution"


@pytest.fixture(autouse=True)
def site() -> Any:
    key_checks.forget_keys()
    forget_uses()
    return make_site()


@pytest.fixture
def editor() -> User:
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


def send(token: str = "", query: str = LIST, **headers: Any) -> Any:
    if token:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return Client().post("/graphql", {"query": query}, content_type="application/json", **headers)


def read(token: str, query: str = LIST) -> Any:
    answer = send(token, query).json()
    assert "errors" not in answer, answer
    return answer["data"]


def read_titles(token: str) -> list[str]:
    return sorted(each["title"] for each in read(token)["solutions"]["nodes"])


def make_private(title: str, group: Group) -> Any:
    solution = make_solution(title)
    restriction = PageViewRestriction.objects.create(page=solution, restriction_type="groups")
    restriction.groups.add(group)
    return solution


class TestReading:
    def test_a_key_reads_what_its_owner_reads(self) -> None:
        group = Group.objects.create(name="Members")
        make_solution("Public")
        make_private("Of members", group)
        member, visitor = make_user("member", groups=("Members",)), make_user("stranger")
        assert read_titles(create_key("a", member)[1]) == ["Of members", "Public"]
        assert read_titles(create_key("b", visitor)[1]) == ["Public"]
        assert read_titles("") == ["Public"]

    def test_drafts_are_read_by_keys_with_drafts_where_the_owner_edits(self, editor: User) -> None:
        make_solution("Public")
        make_solution("Draft", live=False)
        make_event("Draft event", live=False)
        drafts = KeyLimits(reads_drafts=True)
        assert read_titles(create_key("published", editor)[1]) == ["Public"]
        token = create_key("drafts", editor, drafts)[1]
        assert read_titles(token) == ["Draft", "Public"] and read(token)["solutions"]["totalCount"] == 2
        assert read(token, "{ events { totalCount } }")["events"]["totalCount"] == 1
        assert read_titles(create_key("visitor", make_user("visitor"), drafts)[1]) == ["Public"]

    def test_members_of_a_vendor_read_drafts_of_their_vendor_alone(self) -> None:
        member = make_user("member")
        vendor = make_vendor("Mine")
        vendor.members.add(member)
        vendor.save()
        make_solution("Own draft", live=False, vendor=vendor)
        make_solution("Other draft", live=False, vendor=make_vendor("Other"))
        token = create_key("mine", member, KeyLimits(reads_drafts=True))[1]
        assert read_titles(token) == ["Own draft"]

    def test_a_draft_of_a_private_part_stays_hidden(self) -> None:
        index = index_page(SolutionIndex)
        restriction = PageViewRestriction.objects.create(page=index, restriction_type="groups")
        restriction.groups.add(Group.objects.create(name="Nobody"))
        make_solution("Draft", live=False)
        editor = make_user("other", groups=(EDITOR.name,), is_staff=True)
        assert read_titles(create_key("drafts", editor, KeyLimits(reads_drafts=True))[1]) == []

    @pytest.mark.parametrize("rows", [False, True])
    def test_kinds_narrow_every_road(self, editor: User, settings: Any, rows: bool) -> None:
        settings.API_ROWS_TIER = rows
        solution = make_solution("Public", vendor=make_vendor("Hidden maker"))
        token = create_key("narrow", editor, KeyLimits(kinds=(SOLUTIONS,)))[1]
        by_vendor = f'{{ solutions(filter: {{vendor: ["{solution.vendor.slug}"]}}) {{ totalCount }} }}'
        assert read(token, "{ vendors { totalCount nodes { name } } }")["vendors"] == {
            "totalCount": 0,
            "nodes": [],
        }
        assert read(token, "{ solutions { nodes { title vendor { name } } } }")["solutions"]["nodes"] == [
            {"title": "Public", "vendor": None}
        ]
        assert read(token, by_vendor)["solutions"]["totalCount"] == 0
        assert read("", by_vendor)["solutions"]["totalCount"] == 1
        facets = "{ solutions { facets(names: [VENDOR]) { values { label count } } } }"
        assert read(token, facets)["solutions"]["facets"] == [{"values": []}]

    def test_languages_narrow_rows_and_refuse_other_texts(self, editor: User) -> None:
        home = make_language("de")
        make_solution("English")
        make_solution("Deutsch", under=index_page(SolutionIndex, home))
        token = create_key("german", editor, KeyLimits(locales=("de",)))[1]
        assert read_titles(token) == ["Deutsch"]
        [error] = send(token, '{ solutions(locale: "en") { totalCount } }').json()["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN" and "de" in error["message"]

    def test_a_key_is_no_person(self, editor: User) -> None:
        make_solution("Public")
        token = create_key("machine", editor)[1]
        assert read(token, "{ viewer { email } }") == {"viewer": None}
        answer = send(token, "{ bookmarks { title } }").json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN" and not answer["data"]["bookmarks"]

    def test_a_key_changes_nothing(self, editor: User) -> None:
        solution = make_solution("Public")
        query = (
            f'mutation {{ bookmark(input: {{solution: "{global_id(solution)}"}}) {{ errors {{ code }} }} }}'
        )
        answer = send(create_key("machine", editor)[1], query, HTTP_ORIGIN="http://testserver")
        assert answer.json()["data"] == {"bookmark": {"errors": [{"code": "FORBIDDEN"}]}}

    def test_a_key_opens_no_door_of_the_admin(self) -> None:
        root = make_user("root", is_superuser=True, is_staff=True)
        token = create_key("machine", root)[1]
        assert Client(HTTP_AUTHORIZATION=f"Bearer {token}").get("/admin/").status_code == 302


class TestEnding:
    def test_a_rotated_key_is_valid_beside_the_new_one_until_it_ends(self, editor: User) -> None:
        key, old = create_key("export", editor, KeyLimits(kinds=(SOLUTIONS,)))
        new_key, new = rotate_key(key, timedelta(hours=1))
        assert {send(each).status_code for each in (old, new)} == {200} and new_key.kinds == [SOLUTIONS]
        ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        key_checks.forget_keys()
        assert [send(each).status_code for each in (old, new)] == [401, 200]

    def test_what_has_ended_cannot_be_rotated(self, editor: User) -> None:
        key, _ = create_key("export", editor)
        rotate_key(key, timedelta(0))
        with pytest.raises(KeyRefused):
            rotate_key(key, timedelta(hours=1))

    def test_a_shorter_end_is_not_prolonged(self, editor: User) -> None:
        soon = timezone.now() + timedelta(minutes=5)
        key, _ = create_key("export", editor, expires_at=soon)
        rotate_key(key, timedelta(days=7))
        key.refresh_from_db()
        assert key.expires_at == soon

    def test_a_closed_account_and_a_new_password_end_keys(self, editor: User) -> None:
        token = create_key("a", editor)[1]
        editor.is_active = False
        editor.save()
        assert send(token).status_code == 401
        editor.is_active = True
        editor.save()
        assert send(token).status_code == 200
        editor.set_password("another long one")
        editor.save()
        assert send(token).status_code == 401

    def test_a_lost_role_is_lost_by_the_key(self, editor: User) -> None:
        make_solution("Draft", live=False)
        token = create_key("drafts", editor, KeyLimits(reads_drafts=True))[1]
        assert read_titles(token) == ["Draft"]
        editor.groups.clear()
        key_checks.forget_keys()  # as after five seconds
        assert read_titles(token) == []

    def test_another_process_is_told_within_five_seconds(self, editor: User, monkeypatch: Any) -> None:
        """What this process remembers is what another one would: it does not know of the change."""
        key, token = create_key("a", editor)
        assert send(token).status_code == 200
        ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now())
        now = monotonic()
        monkeypatch.setattr("cms.identity.key_checks.monotonic", lambda: now + 4.5)
        assert send(token).status_code == 401

    def test_a_person_who_is_erased_takes_the_keys_along(self, editor: User) -> None:
        token = create_key("a", editor)[1]
        editor.delete()
        key_checks.forget_keys()
        assert send(token).status_code == 401 and not ApiKey.objects.exists()


def forge(token: str) -> dict[str, str]:
    """Twenty-five credentials, none of which is a key that works."""
    body, mark = token[:-6], token[:12]
    other = create_token("aix")[1]
    changed = body[:-1] + ("0" if body[-1] != "0" else "1")
    return {
        "nothing": "", "a space": " ", "a word": "token", "the mark": "aix_", "the prefix": mark, "cut": token[:-1],
        "longer": token + "A", "without checksum": body, "wrong checksum": body + "000000",
        "changed, old checksum": changed + token[-6:], "changed, right checksum": changed + compute_checksum(changed),
        "other mark": "axs" + token[3:], "other mark, right checksum": "axs" + body[3:] + compute_checksum("axs" + body[3:]),
        "upper case": token.upper(), "unknown": other, "prefix of a valid one": mark + other[12:],
        "prefix of a valid one, right checksum": mark + other[12:-6] + compute_checksum(mark + other[12:-6]),
        "two": f"{token} {token}", "in quotes": f'"{token}"', "null byte": token + "\x00", "jwt": "eyJhbGciOiJub25lIn0.e30.",
        "sql": "aix_' OR 1=1 --", "wildcards": "aix_%%%%%%%%_" + token[13:], "digest": compute_digest(token),
        "very long": "aix_" + "A" * 8_000,
    }  # fmt: skip


class TestRefusals:
    def test_all_wrong_keys_get_one_and_the_same_answer(self, editor: User) -> None:
        _, token = create_key("valid", editor)
        forged = forge(token)
        assert len(forged) == 25
        for name, end in (
            ("revoked", {"revoked_at": timezone.now()}),
            ("expired", {"expires_at": timezone.now()}),
        ):
            key, forged[name] = create_key(name, editor)
            ApiKey.objects.filter(pk=key.pk).update(**end)
        key, forged["deleted"] = create_key("deleted", editor)
        key.delete()
        forged["closed account"] = create_key("closed", make_user("closed", is_active=False))[1]
        answers = {name: describe(send_from(name, each)) for name, each in forged.items()}
        assert set(answers.values()) == {answers["unknown"]}, answers
        assert answers["unknown"][0] == 401 and send(token).status_code == 200

    def test_reasons_are_counted_for_the_operator(self, editor: User) -> None:
        key, token = create_key("a", editor)
        revoke_key(key)
        before = count_refusals()
        for wrong in (
            "nonsense",
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            create_token("aix")[1],
            token,
        ):
            send(wrong)
        after = count_refusals()
        counted = {reason: value - before.get(reason, 0) for reason, value in after.items()}
        assert {reason: value for reason, value in counted.items() if value} == {
            "malformed": 1, "checksum": 1, "unknown": 1, "revoked": 1,
        }  # fmt: skip

    def test_a_wrong_key_costs_no_statement_while_it_is_remembered(self) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        wrong = create_token("aix")[1]
        counts = []
        for token in (wrong, wrong, "nonsense", wrong[:-6] + "000000"):
            with CaptureQueriesContext(connection) as captured:
                send(token)
            counts.append(len(captured))
        assert counts == [1, 0, 0, 0]

    @pytest.mark.parametrize(
        "query", ["access_token={}", "api_key={}", "query={{__typename}}&other={}", "access_token="]
    )
    def test_a_key_in_the_address_is_refused(self, editor: User, query: str) -> None:
        token = create_key("a", editor)[1]
        answer = Client().get(f"/graphql?{query.format(token)}")
        assert answer.status_code == 400 and "Authorization: Bearer" in answer.json()["errors"][0]["message"]
        assert token not in answer.content.decode()

    def test_a_refusal_is_in_no_kept_answer_and_no_kept_answer_meets_a_wrong_key(self) -> None:
        make_solution("Public")
        wrong = create_token("aix")[1]
        statuses = [send(each).status_code for each in ("", wrong, "", wrong, "", wrong)]
        assert statuses == [200, 401] * 3


def count_refusals() -> dict[str, float]:
    """By reason."""
    samples = [each for metric in REGISTRY.collect() for each in metric.samples]
    return {
        each.labels["reason"]: each.value for each in samples if each.name == "aixplore_keys_refused_total"
    }


def send_from(name: str, token: str) -> Any:
    """From a network of its own, so that none is refused for the number of attempts."""
    return send_raw(f"Bearer {token}", REMOTE_ADDR=f"198.51.100.{sum(map(ord, name)) % 250}")


def send_raw(header: str, **headers: Any) -> Any:
    body = {"query": LIST}
    return Client().post(
        "/graphql", body, content_type="application/json", HTTP_AUTHORIZATION=header, **headers
    )


def describe(answer: Any) -> tuple[Any, ...]:
    headers = {name: value for name, value in answer.items() if name not in ("X-Request-ID",)}
    return answer.status_code, answer.content, tuple(sorted(headers.items()))


class TestUse:
    def test_a_key_costs_no_statement_when_it_is_warm(self, editor: User) -> None:
        make_solution("Public")
        keyed = Client(HTTP_AUTHORIZATION=f"Bearer {create_key('a', editor)[1]}")
        person = Client()
        person.force_login(editor)
        statements(person, LIST)  # what the process keeps of the site is read
        cold, warm = statements(keyed, LIST), statements(keyed, LIST)
        assert len(cold) - len(warm) == 3  # the key with its owner, the owner's groups, its first use
        assert len(warm) <= len(statements(person, LIST)) - 3  # session, user, groups
        assert not any("accounts_apikey" in each or "auth_group" in each for each in warm)

    def test_its_last_use_is_written_once_a_minute_with_the_operation(self, editor: User) -> None:
        key, token = create_key("a", editor)
        for _ in range(3):
            send(token)
        key.refresh_from_db()
        assert key.last_operation == "Names" and timezone.now() - key.last_used_at < timedelta(seconds=30)
        first = key.last_used_at
        send(token, "query Other { __typename }")
        key.refresh_from_db()
        assert (key.last_used_at, key.last_operation) == (first, "Names")
        forget_uses()  # as after a minute
        send(token, "query Other { __typename }")
        key.refresh_from_db()
        assert key.last_operation == "Other" and key.last_used_at > first

    def test_each_key_has_points_of_its_own(self, editor: User, settings: Any) -> None:
        from dataclasses import replace

        few = replace(settings.API_LIMITS["known"], cost=20, bucket=20, restore=1)
        settings.API_LIMITS = {**settings.API_LIMITS, "known": few}
        few_points = "{ solutions { nodes { title } } }"
        first, second = (create_key(name, editor)[1] for name in "ab")
        assert [send(first, few_points).status_code for _ in range(6)][-1] == 429
        assert send(second, few_points).status_code == 200

    def test_answers_to_keys_are_private_and_never_mixed(self) -> None:
        make_private("Of members", Group.objects.create(name="Members"))
        make_solution("Public")
        token = create_key("a", make_user("member", groups=("Members",)))[1]
        for _ in range(4):
            mine, anybody = send(token), send()
            assert mine["Cache-Control"] == "private, no-store" and "Of members" in mine.content.decode()
            assert "Of members" not in anybody.content.decode()
