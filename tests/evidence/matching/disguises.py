"""How people name the files of evidence whose titles are known."""

import random
import re
from collections.abc import Callable

Disguise = Callable[[str, str, random.Random], str]


def _plain(title: str) -> str:
    return re.sub(r'[/\\:*?"<>|]', " ", title).strip(" .")


def with_code(code: str, title: str, chance: random.Random) -> str:
    prefix, number = re.match(r"(\D+)(\d+)", code).groups()  # type: ignore[union-attr]
    spelt = chance.choice([code, code.lower(), f"{prefix} {number}", f"{prefix}-{number}"])
    words = _plain(title).split()
    rest = " ".join(words[: chance.randint(2, max(2, len(words)))])
    return f"{spelt}{chance.choice([' ', '_', ' - '])}{rest}"


def code_alone(code: str, title: str, chance: random.Random) -> str:
    return f"{code}{chance.choice(['', ' v2', '_final', ' (1)'])}"


def same_title(code: str, title: str, chance: random.Random) -> str:
    name = chance.choice([_plain(title), _plain(title).lower(), _plain(title).upper()])
    return name + chance.choice(["", " v2", " FINAL", " - Copy", " draft", " (2)", " v1.3 final"])


def underscored(code: str, title: str, chance: random.Random) -> str:
    return re.sub(r"\W+", "_", title).strip("_")


def dated(code: str, title: str, chance: random.Random) -> str:
    year = (re.findall(r"20\d\d", title) or ["2023"])[-1]
    day = chance.choice([f"{year}-05-14", f"14.05.{year}", f"{year}0514", f"14 May {year}"])
    return f"{_plain(title)} {day}" if chance.random() < 0.5 else f"{day} {_plain(title)}"


def truncated(code: str, title: str, chance: random.Random) -> str:
    plain = _plain(title)
    return plain[: max(12, int(len(plain) * 0.7))].strip()


def fewer_words(code: str, title: str, chance: random.Random) -> str:
    words = _plain(title).split()
    if len(words) > 3:
        words.pop(chance.randrange(1, len(words)))
    return " ".join(words)


def misspelt(code: str, title: str, chance: random.Random) -> str:
    words = _plain(title).split()
    long = [at for at, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if long:
        at = chance.choice(long)
        cut = chance.randrange(2, len(words[at]) - 1)
        words[at] = words[at][:cut] + words[at][cut + 1 :]
    return " ".join(words)


def another_order(code: str, title: str, chance: random.Random) -> str:
    words = _plain(title).split()
    half = len(words) // 2
    return " ".join(words[half:] + words[:half])


DISGUISES: tuple[Disguise, ...] = (
    *(with_code, code_alone, same_title, underscored, dated),
    *(truncated, fewer_words, misspelt, another_order),
)
