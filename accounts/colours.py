"""Colours and whether they can be read."""

WHITE = "#ffffff"
# WCAG 2.2, success criterion 1.4.3: text of the usual size.
LEAST_CONTRAST = 4.5


def contrast(one: str, other: str = WHITE) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest_readable(colour: str) -> str:
    """The lightest shade of the colour whose letters can be read on white; itself where it can."""
    for parts in range(256, -1, -1):
        shade = _mixed(colour, "#000000", parts / 256)
        if contrast(shade) >= LEAST_CONTRAST:
            return shade
    raise AssertionError("black can be read on white")


def tint(colour: str) -> str:
    """The colour thinned with white, to lie beside the full colour and be told from it."""
    return _mixed(colour, WHITE, 0.28)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
