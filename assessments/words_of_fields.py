"""What the fields of the forms of assessments are called when a form is shown as it was sent."""

from django.utils.translation import gettext_lazy as _

from accounts.words_of_fields import call

call(
    self_rating=_("Self-rating"),
    commentary=_("Commentary"),
    rating=_("Rating"),
    finding=_("Assessor’s comment"),
    accepted=_("I accept the evidence for this element"),
    note=_("Private note"),
    gaps_reason=_("Reason for what is missing"),
    starts_on=_("From"),
    ends_on=_("Until"),
    email=_("Email address"),
    text=_("Text"),
)
