"""Whether a colour can be read, the nearest that can, and its tint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.colours import contrast, nearest_readable, tint

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#ff0000", 4.0)]
)
def test_contrast_is_that_of_the_guidelines(colour, ratio):
    assert contrast(colour) == pytest.approx(ratio, abs=0.01)


@given(colours)
def test_the_nearest_that_can_be_read_can_be_read(colour):
    assert contrast(nearest_readable(colour)) >= 4.5


@given(colours)
def test_what_can_be_read_is_left_as_it_is(colour):
    if contrast(colour) >= 4.5:
        assert nearest_readable(colour) == colour


@given(colours)
def test_a_tint_is_lighter_than_a_colour_that_can_be_read(colour):
    accent = nearest_readable(colour)
    assert contrast(accent, tint(accent)) > 2
