"""What the template pack in templates/govuk needs to know about a form's fields."""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

CONTROLS: list[tuple[type[forms.Widget], str]] = [
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
]
PARTS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the message and the control that it is about."""

    message: str
    target: str


@register.filter
def kind(field: BoundField) -> str:
    """Which of the pack's layouts a field takes."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    return "counted" if widget.attrs.get("data-maxlength") else "control"


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own control with GOV.UK's classes beside those it has already."""
    widget = field.field.widget
    base = next((css for type_, css in CONTROLS if isinstance(widget, type_)), "")
    classes = [base]
    if isinstance(widget, forms.NumberInput):
        classes.append("govuk-input--width-5")
    if "data-maxlength" in widget.attrs:
        classes.append("govuk-js-character-count")
    if field.errors:
        classes.append(f"{base}--error")
    classes.append(widget.attrs.get("class", ""))
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    described = _described_with_count(field)
    if described:
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


def _described_with_count(field: BoundField) -> str:
    """The character count is described too, beside the hint and the error."""
    if "data-maxlength" not in field.field.widget.attrs:
        return ""
    return f"{field.aria_describedby or ''} {field.auto_id}-info".strip()


@register.filter
def option_attrs(option: BoundWidget, css_class: str) -> SafeString:
    """The attributes of one radio button or checkbox, with the class it gets here."""
    attrs = {k: v for k, v in option.data["attrs"].items() if k not in ("class", "required")}
    return flatatt({**attrs, "class": css_class})


@register.filter
def parts(field: BoundField) -> list[dict[str, Any]]:
    """The boxes of a field in several parts, such as day, month and year."""
    attrs = {"id": field.auto_id}
    context = field.field.widget.get_context(field.html_name, field.value(), attrs)
    boxes = context["widget"]["subwidgets"]
    for box in boxes:
        suffix = box["name"].rpartition("_")[2]
        box["part_label"] = PARTS.get(suffix, suffix.capitalize())
        box["part_width"] = 4 if suffix == "year" else 2
    return boxes


@register.filter
def problems(form: forms.BaseForm) -> list[Problem]:
    """Every error of a form in the order of its fields, those of the whole form first."""
    found = [Problem(str(message), "") for message in form.non_field_errors()]
    for field in form:
        found += [Problem(message, target(field)) for message in complaints(field)]
    return found


@register.filter
def complaints(field: BoundField) -> list[str]:
    """The errors of a field; one left empty is said by its label, unless its form words it."""
    default = str(forms.Field.default_error_messages["required"])
    return [
        what_is_wanted(field) if message == default else str(message) for message in field.errors
    ]


def what_is_wanted(field: BoundField) -> str:
    """“Enter email address” says more than “This field is required”."""
    label = str(field.label)
    wanted = label[:1].lower() + label[1:]
    if label.endswith("?"):
        return gettext("Answer “%(label)s”") % {"label": label}
    if kind(field) == "checkbox":
        return gettext("Tick “%(label)s” to go on") % {"label": label}
    if isinstance(field.field.widget, forms.Select | forms.RadioSelect | forms.FileInput):
        return gettext("Choose %(label)s") % {"label": wanted}
    return gettext("Enter %(label)s") % {"label": wanted}


@register.filter
def target(field: BoundField) -> str:
    """The id of the control that a link in the error summary goes to."""
    layout = kind(field)
    if layout == "parts":
        return str(parts(field)[0]["attrs"]["id"])
    if layout in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def maxlength(field: BoundField) -> str:
    """How many characters a counted field takes."""
    return str(field.field.widget.attrs.get("data-maxlength", ""))


@register.filter
def ticked(field: BoundField) -> SafeString:
    """A single checkbox, with the class of GOV.UK's."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"govuk-checkboxes__input {own}".strip()})


@register.filter
def button_classes(classes: str) -> str:
    """A button's own classes, without those that crispy-forms adds for another framework."""
    return " ".join(name for name in classes.split() if not name.startswith("btn"))
