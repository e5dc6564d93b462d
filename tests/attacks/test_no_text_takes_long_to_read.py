"""5,000 characters of anything are read soon: one person's flood cannot hold up everybody's turns."""

import time

import pytest

from handlers.folding import MOST_GROWN, fold
from handlers.inputs import understand
from handlers.words import read, topic

LENGTH = 5_000
UNITS = [
    "\ufdfa",
    "\ufdfa a",
    "a\u0301",
    "ก",
    "ต.ก อ.ก จ.ก ",
    "he will ",
    "13.7563,100.5018 ",
    "http://",
    "เมือง ",
    "\u0e4d\u0e48\u0e32",
]


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text(unit: str):
    text = (unit * LENGTH)[:LENGTH]
    for reads in (read, topic, understand):
        reads(text)
        began = time.process_time()
        reads(text)
        assert time.process_time() - began < 0.1


@pytest.mark.parametrize("unit", UNITS)
def test_folding_makes_no_text_much_longer(unit: str):
    text = (unit * LENGTH)[:LENGTH]
    assert len(fold(text)) <= MOST_GROWN * LENGTH


def test_wide_and_decorated_letters_are_still_read():
    assert fold("ＫＩＬＬ ①") == fold("kill 1")
