"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedToSignUp(DefaultAccountAdapter):
    """People are invited by their organisation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
