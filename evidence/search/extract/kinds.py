"""Which function reads which kind; named, because only the process apart loads them."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
READERS = {
    "application/pdf": "pdf.read_pdf",
    _OFFICE + "wordprocessingml.document": "word.read_word",
    _OFFICE + "spreadsheetml.sheet": "workbook.read_xlsx",
    _OFFICE + "presentationml.presentation": "slides.read_slides",
    _ODF + "text": "opendocument.read_text",
    _ODF + "spreadsheet": "opendocument.read_sheets",
    _ODF + "presentation": "opendocument.read_slides",
    "application/vnd.ms-excel": "workbook.read_xls",
    "application/vnd.ms-outlook": "mails.read_message",
    "message/rfc822": "mails.read_mail",
    "text/csv": "plain.read_csv",
    "text/markdown": "plain.read_text",
    "text/plain": "plain.read_text",
    "text/uri-list": "plain.read_text",
}
