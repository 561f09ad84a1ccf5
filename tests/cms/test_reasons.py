"""Messages that are translated when they are shown: why lines are rejected and why plugins do not run."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy, override
from wagtail.users.models import UserProfile

from cms.base.reasons import Reason, count_reason, join_reasons, read_messages
from cms.exchange.kinds.registry import kinds
from cms.exchange.models import ImportProblem, ImportRun
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, ndjson, run_import, solution

PLACES = (
    "cms/exchange", "cms/plugins/api", "cms/plugins/loader", "cms/plugins/runtime", "cms/plugins/admin", "content_types",
    "graphql/content_api/schema/plugin_fields",
)  # fmt: skip
MAKERS = {
    "Refusal",
    "UnusableFile",
    "LikelyDuplicate",
    "PluginRefused",
    "Reason",
    "UnreadableValue",
    "Unreadable",
    "ContributionError",
    "need",
}
"""What takes a reason, or the template of one, as its first argument."""
NOT_REASONS = {"Unreadable", "need"}
"""Those that take it second."""
MARKERS = {"_", "mark_text", "gettext_noop", "gettext_lazy", "ngettext_lazy"}


def list_modules() -> Iterator[tuple[str, ast.Module]]:
    for place in PLACES:
        for path in sorted((Path(settings.CODE_DIR) / place).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if "cms.base.reasons" in text or "exchange.errors" in text or "PluginRefused" in text:
                yield str(path), ast.parse(text)


def list_calls(tree: ast.AST, names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := get_name(node.func)) in names:
            yield name, node


def get_name(function: ast.expr) -> str:
    """The name of a function, or of a method."""
    return getattr(function, "id", "") or getattr(function, "attr", "")


def list_templates() -> dict[str, str]:
    """Every text that modules with reasons mark for translation, with the place of one."""
    return {
        argument.value: path
        for path, tree in list_modules()
        for _name, call in list_calls(tree, MARKERS)
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and " " in argument.value
    }


def test_every_reason_has_german_text() -> None:
    found = list_templates()
    assert len(found) > 200 and "must be a list, not %(given)s" in found
    with override("de"):
        missing = [f"{place}: {text}" for text, place in found.items() if gettext(text) == text]
        wrong = [
            text
            for text in found
            if set(re.findall(r"%\(\w+\)", text)) != set(re.findall(r"%\(\w+\)", gettext(text)))
        ]
    assert (missing, wrong) == ([], [])


def test_no_reason_is_finished_before_it_is_shown() -> None:
    """The first argument of what makes a reason is marked, a variable, or a template without words."""
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in list_modules()
        for name, call in list_calls(tree, MAKERS)
        if call.args and is_finished(call.args[1 if name in NOT_REASONS else 0])
    ]
    assert wrong == []


def is_finished(text: ast.expr) -> bool:
    if isinstance(text, ast.JoinedStr):
        return any(
            isinstance(part, ast.Constant) and re.search("[a-z]", str(part.value)) for part in text.values
        )
    if isinstance(text, ast.Constant):
        return bool(re.search("[A-Za-z]", re.sub(r"%\(\w+\)s", "", str(text.value)).replace("ready: ", "")))
    return isinstance(text, ast.BinOp)


def test_kinds_have_german_names() -> None:
    with override("de"):
        missing = [kind for kind in kinds() if gettext(kind.replace("_", " ")) == kind.replace("_", " ")]
    assert missing in ([], ["event"])  # which may be the same word


def test_a_reason_is_its_english_text_and_knows_its_parts() -> None:
    given = Reason("must be a list, not %(given)s", {"given": Reason("a number")})
    assert given == "must be a list, not a number"
    with override("de"):
        assert given == "must be a list, not a number"
        assert given.show() == "muss eine Liste sein, nicht eine Zahl"
    kept = [Reason.from_json(given.to_json()), pickle.loads(pickle.dumps(given)), given.change(str)]
    with override("de"):
        assert {each.show() for each in kept} == {"muss eine Liste sein, nicht eine Zahl"}


def test_lists_and_forms_for_several_are_translated_part_by_part() -> None:
    forms = ngettext_lazy("%(number)s title is selected.", "%(number)s titles are selected.", "number")
    one, many = (count_reason(forms, {"number": number}) for number in (1, 3))
    found = join_reasons("; ", [one, many, "as it is", Reason("must be given")])
    assert found == "1 title is selected.; 3 titles are selected.; as it is; must be given"
    with override("de"):
        assert Reason.from_json(found.to_json()).show().endswith("as it is; muss angegeben werden")
        assert [each.show() for each in found.list_parts()][2:] == ["as it is", "muss angegeben werden"]


def test_a_text_with_a_percent_sign_and_no_values_stays_as_it_is() -> None:
    assert (
        Reason("100 % sure").show() == Reason.from_json(Reason("100 % sure").to_json()).show() == "100 % sure"
    )


@pytest.mark.parametrize(
    ("error", "english", "german"),
    [
        (ValidationError(gettext_lazy("This field cannot be blank.")), "This field cannot be blank.", "Dieses Feld darf nicht leer sein."),
        (
            ValidationError(gettext_lazy("“%(value)s” is not one of: %(choices)s."), params={"value": "x", "choices": "a, b"}),
            "“x” is not one of: a, b.", "„x“ ist keines von: a, b.",
        ),
        (ValidationError("Finished."), "Finished.", "Finished."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("active", ["en", "de"])
def test_messages_of_errors_are_translated_later_in_whatever_language_they_were_raised(
    error: ValidationError, english: str, german: str, active: str
) -> None:
    with override(active):
        (found,) = read_messages(error)
    assert found == english
    with override("de"):
        assert found.show() == german


def test_the_right_form_of_a_message_of_django_is_chosen() -> None:
    with pytest.raises(ValidationError) as caught:
        MaxLengthValidator(1)("long")
    (found,) = read_messages(caught.value)
    assert found == "Ensure this value has at most 1 character (it has 4)."
    with override("de"):
        assert (
            found.show()
            == "Bitte sicherstellen, dass der Wert aus höchstens 1 Zeichen besteht. (Er besteht aus 4 Zeichen.)"
        )


REJECTED: list[tuple[dict[str, Any], str, str]] = [
    (
        solution("a", launchedOn="soon"),
        "launchedOn: “soon” is not a date: write it as 2026-10-31",
        "launchedOn: „soon“ ist kein Datum: Schreiben Sie es als 2026-10-31",
    ),
    (
        solution("a", vendor="acme"),
        "vendor: there is no vendor “acme”",
        "vendor: „acme“ gibt es nicht (Anbieter)",
    ),
    (
        solution("a", tagz=[]),
        "unknown field “tagz” (did you mean “tags”?)",
        "unbekanntes Feld „tagz“ (meinten Sie „tags“?)",
    ),
    (solution("a", title=""), "title: This field cannot be blank.", "title: Dieses Feld darf nicht leer sein."),
    (
        solution("a", title="x" * 300),
        "title: has 300 characters where at most 255 are allowed: shorten it, or import with --truncate title",
        "title: hat 300 Zeichen, erlaubt sind höchstens 255: Kürzen Sie den Text, oder importieren Sie mit --truncate title",
    ),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("record", "english", "german"), REJECTED)
def test_a_rejected_line_is_stored_once_and_read_in_every_language(
    tmp_path: Path, record: dict[str, Any], english: str, german: str
) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, record))
    (problem,) = run.problems.all()
    assert (problem.reason, problem.shown_reason) == (english, english)
    with override("de"):
        assert ImportProblem.objects.get().shown_reason == german


@pytest.mark.django_db
def test_an_editor_reads_reasons_in_german_on_the_page_and_in_the_file(tmp_path: Path) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, solution("a", vendor="acme")))
    old = ImportProblem.objects.create(run=run, file="old.ndjson", line=9, reason="must be a list, not text")
    client = read_in_german()
    page = client.get(reverse("importing:inspect", args=[run.pk])).content.decode()
    assert "vendor: „acme“ gibt es nicht (Anbieter)" in page and old.reason in page
    assert "there is no vendor" not in page
    report = client.get(reverse("importing:report", args=[run.pk, "csv"])).content.decode()
    assert "„acme“ gibt es nicht (Anbieter)" in report and old.reason in report


@pytest.mark.django_db
def test_a_run_tells_why_it_stopped_in_german(tmp_path: Path) -> None:
    run = ImportRun.objects.create(file_name="x.csv", state="failed", options={"read_as": "x.csv: CSV"})
    run.write_message([Reason("%(file)s is empty.", {"file": "x.csv"}), "As it was."])
    run.save()
    page = read_in_german().get(reverse("importing:inspect", args=[run.pk])).content.decode()
    assert "x.csv ist leer.\nAs it was." in page and "x.csv: CSV" in page
    assert ImportRun.objects.get().message == "x.csv is empty.\nAs it was."


def read_in_german() -> Client:
    client = sign_in_client()
    user = client.session["_auth_user_id"]
    UserProfile.objects.update_or_create(user_id=user, defaults={"preferred_language": "de"})
    return client
