"""Standards are published: whoever is signed in may read them."""

import rules

from accounts.permissions import is_signed_in

rules.add_perm("criteria.view_standard", is_signed_in)
