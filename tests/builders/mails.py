"""Mails as people save them."""

from email.message import EmailMessage
from email.policy import SMTP


def mail(files: dict[str, bytes] | None = None, *, page: str = "") -> bytes:
    """A mail with the files attached, and with the words also as a page where one is given."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Isla Campbell <isla@example.org>"
    message["To"] = "cse@example.org"
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0000"
    message["Subject"] = "Thank you"
    message.set_content("Thank you for the quick answer.\n")
    if page:
        message.add_alternative(page, subtype="html")
    for name, content in (files or {}).items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def nested_mail(depth: int) -> bytes:
    """A mail in which lies a mail as a file, in which lies another."""
    inner = mail()
    for _level in range(depth):
        inner = mail({"before.eml": inner})
    return inner
