"""What records hold about those who keep them: destructions, retention and disclosures."""

from django.utils.translation import gettext_lazy as _

from accounts.personal import holds_rows
from evidence.models import (
    Destruction,
    Disclosure,
    DisclosureEntry,
    DisclosureRelease,
    RetentionRule,
)

for field, name, title, when in (
    ("asked_by", "asked", _("Destructions they asked for"), "asked_at"),
    ("agreed_by", "agreed", _("Destructions they agreed to"), "agreed_at"),
    ("refused_by", "refused", _("Destructions they refused"), "refused_at"),
):
    holds_rows(
        f"evidence.destructions_{name}",
        title,
        Destruction,
        field,
        columns=("version__item__code", "reason", when),
        organisation="version__item__organisation",
    )
holds_rows(
    "evidence.retention",
    _("Retention rules they last changed"),
    RetentionRule,
    "changed_by",
    columns=("cycles", "source", "changed_at"),
    organisation="organisation",
)
for field, name, title, when in (
    ("opened_by", "opened", _("Disclosures they opened"), "opened_at"),
    ("decided_by", "decided", _("Disclosures they decided"), "decided_at"),
):
    holds_rows(
        f"evidence.disclosures_{name}",
        title,
        Disclosure,
        field,
        columns=("reference", when),
        organisation="organisation",
    )
holds_rows(
    "evidence.disclosures_gathered",
    _("Evidence they gathered for disclosures"),
    DisclosureEntry,
    "added_by",
    columns=(("disclosure__reference", _("Reference")), ("code", _("Code"))),
    organisation="disclosure__organisation",
)
holds_rows(
    "evidence.disclosures_signed",
    _("Disclosures they signed off"),
    DisclosureRelease,
    "signed_by",
    columns=(("disclosure__reference", _("Reference")), "signed_at"),
    organisation="disclosure__organisation",
)
