"""Drafts and the forms they were typed into."""

from typing import Any

from django.forms import Form
from django.http import QueryDict

from assessments.models import Draft


def plain(value: Any) -> Any:
    """The same for every way in which a widget and a row say one thing."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(each) for each in value)
    return value or ""


def typed_into(form: Form, posted: QueryDict) -> dict[str, Any]:
    """What those fields hold for the form, by the form's own names, unchecked."""
    return {
        name: field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def says_the_same(saved: Form, posted: QueryDict) -> bool:
    """Whether those fields hold nothing but what the form, unbound, holds already."""
    typed = typed_into(saved, posted)
    return all(
        plain(typed[name]) == plain(saved.get_initial_for_field(field, name))
        for name, field in saved.fields.items()
        if name not in ("revision", "shown", "began")
    )


def begin_from(form: Form, draft: Draft) -> None:
    """Fill an unbound form with what was typed, at the revision that it began from."""
    form.initial = {**form.initial, **typed_into(form, draft.posted)}
