"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.mail import absolute, post


class ClosedToSignUp(DefaultAccountAdapter):
    """People are invited by their organisation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As every letter goes: a mail server that fails breaks no page."""
        given = {"email": email, "portal": absolute("/"), **context}
        letter = self.render_mail(template_prefix, email, given)
        post(to=email, subject=str(letter.subject), body=f"{letter.body}\n")
