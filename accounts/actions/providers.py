"""People are tied to their organisation's identity provider."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from accounts.history import record
from accounts.models import User
from accounts.queries import about_person


@transaction.atomic
def link_to_provider(*, user: User, provider: str, uid: str, name: str) -> SocialAccount | None:
    """Tie the person to the provider's number for them, once.

    None where they are tied to another number there: the address has changed hands. An
    invitation that waited for them is accepted by it.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if SocialAccount.objects.filter(user=person, provider=provider).exclude(uid=uid).exists():
        return None
    account, is_new = SocialAccount.objects.get_or_create(
        provider=provider, uid=uid, defaults={"user": person}
    )
    if account.user_id != person.pk:
        return None
    if is_new:
        person.invitations.open().update(accepted_at=timezone.now())
        about = about_person(person)
        record(verb="accounts.provider_linked", by=person, about=about, provider=name)
    return account
