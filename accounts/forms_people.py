"""Forms about the people of an organisation."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import PersonState
from accounts.models import Organisation, User
from accounts.people import Place, places_offered, roles_offered


class PlaceField(forms.TypedChoiceField):
    """One role, of officers and managers with its service."""

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        self.places = {_key(each): each for each in places_offered(organisation)}
        choices = [
            ("", _("Choose a role")),
            *((key, capfirst(str(each))) for key, each in self.places.items()),
        ]
        super().__init__(choices=choices, coerce=self.places.__getitem__, **kwargs)


class PlacesField(forms.TypedMultipleChoiceField):
    """Several of them, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        places = {_key(each): each for each in places_offered(organisation)}
        choices = [(key, capfirst(str(place))) for key, place in places.items()]
        super().__init__(choices=choices, coerce=places.__getitem__, **kwargs)


def _key(place: Place) -> str:
    return f"{place.role}:{place.service.slug}" if place.service else str(place.role)


class InviteForm(forms.Form):
    """Whom to give roles. What else must hold is said by the action."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("We send a letter there"),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter their email address")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("People who are in the portal already keep the name they have"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter their name")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"] = PlacesField(
            organisation,
            label=_("What they will be"),
            help_text=_("Tick all that apply. It can be changed later."),
            error_messages={"required": _("Choose at least one role")},
        )

    def clean_name(self) -> str:
        return _without_address(self.cleaned_data["name"])


class PersonForm(forms.Form):
    """Name and address of somebody, to be put right."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("They sign in with it. The old and the new one get a letter."),
        max_length=254,
    )

    def clean_name(self) -> str:
        return _without_address(self.cleaned_data["name"])


def _without_address(text: str) -> str:
    name = " ".join(text.split())
    if "@" in name or "//" in name:
        raise forms.ValidationError(_("Enter a name, without an address"))
    return name


class RoleForm(forms.Form):
    """One more role for somebody who is here."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            organisation,
            label=_("One more role"),
            error_messages={"required": _("Choose a role")},
        )


class PeopleFilter(forms.Form):
    """Which people to list. What is not understood is left out."""

    q = forms.CharField(label=gettext_lazy("Name or email"), required=False, max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(each.value, each.label) for each in roles_offered(organisation)]
        services = organisation.services.order_by("name").values_list("slug", "name")
        anything = [("", _("All"))]
        for name, choices in (
            ("role", roles),
            ("service", list(services)),
            ("state", PersonState.choices),
        ):
            self.fields[name].choices = anything + choices  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What was understood: `words`, `role`, `service` and `state`."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            **{name: given.get(name, "") for name in ("role", "service", "state")},
        }


class EraseForm(forms.Form):
    """Why, and the address typed once more, so that nobody is erased by a slip."""

    reason = forms.CharField(
        label=gettext_lazy("Why they are erased"),
        help_text=gettext_lazy(
            "It stays in the history. Do not name the person: say, for example, that they "
            "asked for it on 3 May 2026."
        ),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why they are erased")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.CharField(
        label=gettext_lazy("Type their email address to confirm"),
        max_length=254,
        error_messages={"required": gettext_lazy("Type their email address")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        if self.cleaned_data["email"].strip().lower() != self.user.email.lower():
            raise forms.ValidationError(_("This is not their email address"))
        return self.user.email

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        for part in (self.user.email, self.user.name):
            if part and part.lower() in reason.lower():
                raise forms.ValidationError(_("Leave their name and address out of the reason"))
        return reason
