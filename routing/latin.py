"""Place names in Latin letters: `Hat Yai, Songkhla`, `Amphoe Mueang, Changwat Trang`, `Bang Lamung District`."""

import re

from models.changed import replace
from routing.gazetteer import Gazetteer, Name, gazetteer
from routing.mentions import SHORT, Mention, Strength
from routing.spelling import plain_latin, sound

_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’.\-]*")
_CHANG_WAT = re.compile(r"\bchang wat\b", re.IGNORECASE)
_LONGEST = 5
_BEFORE = {
    "changwat": 2, "changwad": 2, "amphoe": 4, "amphur": 4, "amphure": 4, "ampher": 4, "amphor": 4, "khet": 4,
    "tambon": 6, "tambol": 6, "tumbon": 6, "khwaeng": 6, "kwaeng": 6, "a.": 4, "t.": 6,
}  # fmt: skip
_AFTER = {"province": 2, "changwat": 2, "district": 4, "amphoe": 4, "subdistrict": 6, "sub-district": 6}
_CAPITALS = frozenset({"mueang", "muang", "meuang", "muaeng", "meung", "mung"})
# Before or after these a name is a road, a bank or a person.
_ROAD_AFTER = frozenset({"road", "rd", "rd.", "street", "st", "st.", "soi", "bank", "airways", "highway"})
_NOT_BEFORE = frozenset({"soi", "thanon", "road", "mr", "mr.", "mrs", "mrs.", "ms", "miss", "khun", "named", "from"})
_PLACED = frozenset({"in", "at", "near", "around", "live", "living", "here", "address"})


def read(text: str) -> list[Mention]:
    """Every mention in Latin letters of a cleaned text, in order."""
    if _TOKEN.search(text) is None:
        return []
    names = gazetteer()
    found: list[Mention] = []
    runs = _runs(_CHANG_WAT.sub("changwat ", text))
    for run in runs:
        found.extend(_in_run(run, names, alone=len(runs) == 1))
    return found


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Words in rows: a comma, a bracket or a number begins a new row."""
    runs: list[list[re.Match[str]]] = []
    for token in _TOKEN.finditer(text):
        if runs and text[runs[-1][-1].end() : token.start()].strip() == "":
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _in_run(run: list[re.Match[str]], names: Gazetteer, *, alone: bool) -> list[Mention]:
    found: list[Mention] = []
    words = [token[0].lower() for token in run]
    at = 0
    while at < len(run):
        level = _BEFORE.get(words[at])
        start = at + 1 if level else at
        room = start if level or (found and found[-1].end == run[start - 1].end()) else 0
        taken, mention = _longest(run, words, start, level, names, room=room) if start < len(run) else (0, None)
        if (
            taken <= 1
            and start < len(run)
            and words[start] in _CAPITALS
            and (level == 4 or len(run) > start + 1 or not alone)
        ):
            taken, mention = 1, Mention(names.capitals, Strength.MARKED, run[at].start(), run[start].end())
        if mention is None:
            at = start + (0 if level and start > at else 1)
            continue
        found.append(mention)
        at = start + taken
    return found


def _longest(
    run: list[re.Match[str]], words: list[str], start: int, level: int | None, names: Gazetteer, *, room: int
) -> tuple[int, Mention | None]:
    for length in range(min(_LONGEST, len(run) - start), 0, -1):
        end = start + length
        word = " ".join(words[start:end])
        after = words[end] if end < len(run) else ""
        wanted = (
            level or _AFTER.get(after) or (6 if [after, *words[end + 1 : end + 2]] == ["sub", "district"] else None)
        )
        name = _name(word, wanted, names)
        if name is None:
            continue
        if after in _ROAD_AFTER or (start and words[start - 1] in _NOT_BEFORE):
            return length, None
        whole = start in (0, room) and end == len(run)
        mention = _mention(name, word, wanted, run[start].start(), run[end - 1].end(), whole=whole)
        if mention and start and words[start - 1] in _PLACED:
            mention = replace(mention, placed=True)
        return length, mention
    return 0, None


def _name(word: str, level: int | None, names: Gazetteer) -> Name | None:
    """What a spelling stands for: the exact one first, for districts and provinces also by its sound."""
    letters = plain_latin(word)
    exact = names.latin_exact.get(letters)
    if exact and (level == 6 or any(len(code) < 6 for code in exact.codes)):
        return exact
    heard = names.latin.get(sound(letters)) if level != 6 else None
    return heard or exact


def _mention(name: Name, word: str, level: int | None, start: int, end: int, *, whole: bool) -> Mention | None:
    if level:
        codes = frozenset(code for code in name.codes if len(code) == level)
        return Mention(codes or name.codes, Strength.MARKED if codes else Strength.PLAIN, start, end)
    codes = name.alone
    letters = len(plain_latin(word))
    if not codes:
        return None
    if all(len(code) == 6 for code in codes):
        return Mention(codes, Strength.LOOSE, start, end) if whole and letters > SHORT else None
    if letters <= SHORT + 1:
        # Song, Long, Hot and Tak are words of other languages too: they count as a whole part of an address only.
        return Mention(codes, Strength.SHORT, start, end, province=name.province) if whole else None
    return Mention(codes, Strength.PLAIN, start, end, province=name.province)
