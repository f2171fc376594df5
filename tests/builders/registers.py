"""Registers for the tests, sent but not confirmed."""

from accounts.models import User
from evidence.models import Portfolio, RegisterUpload
from evidence.registers.pending import hold_register

from .people import make_user

REGISTER = "Code,Title,Element,Shelf\nCSS901,Survey of 2023,1.1.1; 1.1.2,A\nCSS902,,9.9.9,B\n"


def make_register_upload(
    portfolio: Portfolio, text: str = REGISTER, name: str = "register.csv", by: User | None = None
) -> RegisterUpload:
    """A register that waits to be confirmed; by default of two items and four warnings."""
    return hold_register(
        portfolio=portfolio, source_name=name, data=text.encode(), by=by or make_user()
    )
