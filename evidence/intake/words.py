"""Refusals that several kinds of files share."""

from django.utils.translation import gettext as _

from .refusal import Refused


def has_macros() -> Refused:
    return Refused(
        _("It holds macros, and macros can run code."),
        _("Save it without macros, as .docx, .xlsx, .pptx or PDF, and add that."),
    )


def has_password() -> Refused:
    return Refused(
        _("It asks for a password, so nobody could read it here."),
        _("Save a copy without the password, and add that."),
    )


def holds_a_file() -> Refused:
    return Refused(
        _("It holds another file, which could be a program."),
        _("Take that file out, or save it as a PDF, and add that."),
    )


def broken_document() -> Refused:
    return Refused(
        _("This document is damaged."),
        _("Open it, save it again, and add the new copy."),
    )


def unknown_kind(ending: str = "") -> Refused:
    reason = (
        _("The portal does not take %(ending)s files.") % {"ending": ending}
        if ending
        else _("The portal does not know this kind of file.")
    )
    return Refused(
        reason, _("Save it as a PDF, an Office document, a picture or plain text, and add that.")
    )
