"""Case numbers are read aloud and typed by frightened people: the check character catches a single slip and a swap of
neighbours, and one event always makes one number."""

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from models.case import ALPHABET, case_number, read_case_number

SEEDS = st.text(min_size=1, max_size=40)
PLACES = st.integers(0, 7)


@given(SEEDS)
def test_one_event_makes_one_number_that_reads_back(seed: str):
    number = case_number(seed)
    assert case_number(seed) == number
    assert read_case_number(number) == number
    assert set(number) <= {*ALPHABET, "-"}
    assert number[4] == "-"


@given(SEEDS, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(seed: str, place: int, wrong: str):
    body = case_number(seed).replace("-", "")
    assume(body[place] != wrong)
    assert read_case_number(body[:place] + wrong + body[place + 1 :]) is None


@given(SEEDS, st.integers(0, 6))
def test_two_neighbours_swapped_are_caught(seed: str, place: int):
    body = case_number(seed).replace("-", "")
    assume(body[place] != body[place + 1])
    assert read_case_number(body[:place] + body[place + 1] + body[place] + body[place + 2 :]) is None


@given(SEEDS)
def test_people_type_it_as_they_like(seed: str):
    number = case_number(seed)
    for typed in (number.lower(), number.replace("-", ""), number.replace("-", " "), f"  {number} ", "-".join(number)):
        assert read_case_number(typed) == number


@given(st.text(string.printable + ALPHABET, max_size=20))
def test_reading_is_total(text: str):
    number = read_case_number(text)
    assert number is None or read_case_number(number) == number


def test_no_two_characters_are_taken_for_one_another():
    assert not set("01IOBDGNPSUVZ") & set(ALPHABET)
    assert len(ALPHABET) == 23  # a prime


def test_ten_thousand_events_share_no_number():
    assert len({case_number(f"01M7Q5CQG6CW42KXSZCW6{n:05}") for n in range(10_000)}) == 10_000
