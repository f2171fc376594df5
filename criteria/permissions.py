"""Standards are published; what an organisation says beside them is for its own people."""

import rules

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import belongs_to, holds, is_signed_in
from criteria.models import OwnGuidance


@rules.predicate
def writes_guidance(user: User, guidance: OwnGuidance) -> bool:
    """The organisation's administrators."""
    return holds(user, Role.ADMINISTRATOR, guidance.organisation)


rules.add_perm("criteria.view_standard", is_signed_in)
rules.add_perm("criteria.view_own_guidance", belongs_to)
rules.add_perm("criteria.write_own_guidance", writes_guidance)
