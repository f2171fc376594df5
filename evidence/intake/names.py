"""Names of files made safe to keep, to show and to save again on any computer."""

import re
import unicodedata

LONGEST = 200
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")
# Control and format characters, among them those that turn the direction of writing.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean_name(name: str, extensions: tuple[str, ...]) -> str:
    """The name without path, unseen characters or other tricks, ending as its content says.

    Where its own ending is not one of `extensions`, it gets the first of them.
    """
    name = base_name(name)
    ending = "".join(name.rpartition(".")[1:]) if "." in name else ""
    if ending.lower() in extensions:
        stem = name[: -len(ending)]
    else:
        stem = name[: -len(ending)] if _EXTENSION.fullmatch(ending) else name
        ending = extensions[0]
    stem = stem.strip(" .") or "file"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    return stem[: LONGEST - len(ending)].rstrip(" .") + ending


def base_name(name: str) -> str:
    """The last part of a path in either notation, fit to be shown."""
    return _FORBIDDEN.sub("-", clean_words(name.replace("\\", "/").rpartition("/")[2]))


def clean_words(text: str) -> str:
    """One line of text without unseen characters and with single spaces."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)


def title_from_name(name: str) -> str:
    """A title to begin with: the file's name in words, as `uploads.js` makes it too."""
    stem = re.sub(r"\.[^.]+$", "", base_name(name))
    words = " ".join(stem.replace("_", " ").split())
    return (words[:1].upper() + words[1:])[:300]
