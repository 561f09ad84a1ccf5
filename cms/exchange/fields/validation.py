"""The models' own checks, without the SQL that they would cost for every row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import FileField, ForeignKey, TextField
from django.utils.translation import gettext_noop as _
from treebeard.mp_tree import MP_Node
from wagtail.models import Page

from cms.base.reasons import Reason, join_reasons, read_messages
from cms.exchange.errors import Refusal, raise_all

if TYPE_CHECKING:
    from cms.exchange.fields.plain import Field

TOO_LONG = _("has %(length)s characters where at most %(most)s are allowed: %(remedy)s")
SHORTEN_OR_CUT = _("shorten it, or import with --truncate %(field)s")


def validate(obj: Any, fields: Sequence[Field]) -> None:
    """Raise what is wrong with a row, from `clean_fields` and `clean`."""
    errors = find_errors(obj, fields)
    raise_all(errors or find_conflicts(obj, fields))


def find_errors(
    obj: Any, fields: Sequence[Field], failed: Collection[str] = (), *, cut: bool = False
) -> list[Refusal]:
    """What `clean_fields` finds, by the key that a field has in the record.

    Relations are left out: the references of a batch were loaded together. failed: keys of fields that have an error
    already, about which nothing more is said. cut: whether the command can cut texts that are too long.
    """
    keys = {field.name: field.key for field in fields}
    skipped = [name for name in (field.name for field in obj._meta.fields) if keys.get(name, name) in failed]
    exclude = [*list_fields_checked_elsewhere(obj), *list_unchecked_fields(obj), *skipped]
    found = run_check(lambda: obj.clean_fields(exclude=exclude), keys, cut)
    found += run_check(lambda: check_lengths(obj, skipped), keys, cut)
    found += [Refusal(_("must be given"), key) for key in missing_relations(obj, fields)]
    return [refusal for refusal in found if refusal.field not in failed]


def list_fields_checked_elsewhere(obj: Any) -> list[str]:
    """Relations, and files, which were looked into when they were read and which a dry run does not store."""
    return [field.name for field in obj._meta.fields if field.is_relation or isinstance(field, FileField)]


def find_conflicts(obj: Any, fields: Sequence[Field]) -> list[Refusal]:
    """What `clean` finds: values that do not fit together."""
    return run_check(disable_slug_query(obj).clean, {field.name: field.key for field in fields}, False)


def run_check(check: Callable[[], object], keys: dict[str, str], cut: bool) -> list[Refusal]:
    try:
        check()
    except ValidationError as error:
        return build_refusals(error, keys, cut)
    return []


def missing_relations(obj: Any, fields: Sequence[Field]) -> list[str]:
    """Keys of relations that a row cannot be without."""
    needed = {
        field.name: field for field in obj._meta.fields if isinstance(field, ForeignKey) and not field.null
    }
    given = [item for item in fields if item.name in needed]
    return [item.key for item in given if getattr(obj, needed[item.name].attname) is None]


def check_lengths(obj: Any, skipped: Collection[str] = ()) -> None:
    """The limits of long texts, which Django leaves to forms."""
    errors = {}
    for field in obj._meta.fields:
        if isinstance(field, TextField) and field.max_length and field.name not in skipped:
            try:
                MaxLengthValidator(field.max_length)(getattr(obj, field.attname))
            except ValidationError as error:
                errors[field.name] = error
    if errors:
        raise ValidationError(errors)


def list_unchecked_fields(obj: Any) -> list[str]:
    """Columns that the bulk writer fills in after the check."""
    return ["path", "depth", "numchild", "url_path", "translation_key"] if isinstance(obj, MP_Node) else []


def disable_slug_query(obj: Any) -> Any:
    """The page with its look for siblings of the same slug switched off: slugs are compared for the whole batch."""
    if isinstance(obj, Page):
        obj._check_slug_is_unique = lambda: None
    return obj


def build_refusals(error: ValidationError, keys: dict[str, str], cut: bool) -> list[Refusal]:
    if not hasattr(error, "error_dict"):
        return [Refusal(join_reasons(" ", read_messages(error)))]
    found = []
    for name, errors in error.error_dict.items():
        key = "" if name == NON_FIELD_ERRORS else keys.get(name, name)
        messages = [message for each in errors for message in build_messages(each, key if cut else "")]
        found.append(Refusal(join_reasons(" ", messages), key))
    return found


def build_messages(error: ValidationError, key: str) -> list[Reason]:
    """Django's words, but for the length of a text. key: name of a field that can be cut."""
    if error.code != "max_length" or not error.params:
        return read_messages(error)
    has, most = error.params["show_value"], error.params["limit_value"]
    remedy = Reason(SHORTEN_OR_CUT, {"field": key}) if key else Reason(_("shorten it"))
    return [Reason(TOO_LONG, {"length": has, "most": most, "remedy": remedy})]
