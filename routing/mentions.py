"""Which administrative areas a text names, and how firmly."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from routing.gazetteer import BANGKOK, CAPITALS, Gazetteer, Name, gazetteer
from routing.spelling import clean, fold_thai

MAX_TEXT = 2_000
"""Longer texts are read up to here: an address stands near the start, and reading stays fast."""

SHORT = 4
"""Names of up to this many letters are also parts of ordinary words (สะพานควาย is not อ.พาน)."""

PARTICLE = "เลย"
"""อยู่เลย, มาเร็ว เลย: beside other words it is nearly always the particle, not the province Loei."""


class Strength(IntEnum):
    """How firmly a name is meant as a place."""

    LOOSE = 0  # an unmarked sub-district name: villages share it
    WEAK = 1  # glued to other words
    SHORT = 2  # a short name that stands alone between spaces
    PLAIN = 3  # a longer name with room around it
    MARKED = 4  # after จังหวัด อำเภอ ตำบล or their abbreviations


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in the folded text, the official codes it may stand for, and where it stands."""

    codes: frozenset[str]
    strength: Strength
    start: int
    end: int
    placed: bool = False  # directly after อยู่, ที่, แถว …
    postcode: bool = False
    province: str | None = None  # the province whose official name it is, when unmarked


@dataclass(frozen=True, slots=True)
class Read:
    """A text in folded spelling, its mentions, and the marked names that no list knows (ต.บ้านหนองxx)."""

    text: str
    mentions: tuple[Mention, ...]
    unknown: tuple[str, ...]


def _words(*words: str) -> str:
    return "|".join(re.escape(fold_thai(word)) for word in sorted(words, key=len, reverse=True))


# Level (length of the code) of each marker; those of Bangkok only stand before names of Bangkok.
_LEVELS = {
    **dict.fromkeys(("จังหวัด", "จว.", "จ.", "จ"), 2),
    **dict.fromkeys(("กิ่งอำเภอ", "อำเภอ", "อ.", "อ", "เขต"), 4),
    **dict.fromkeys(("ตำบล", "ต.", "ต", "อบต.", "อบต", "แขวง", "ทต."), 6),
}
_MARKER = re.compile(r"(กิ่งอำเภอ|อำเภอ|จังหวัด|ตำบล|แขวง|เขต|อบต\.?|ทต\.|จว\.|[จอต]\s?\.|[จอต](?=\s))\s*")
_MARKER_FIRST = frozenset("กอจตแเท")
_ONLY_BANGKOK = ("เขต", "แขวง")
# ต่างจังหวัด is "another province", พมจ. and ผอ. are offices and people.
_NO_MARKER = re.compile(rf"(?:{_words('ต่าง', 'หลาย', 'ทุก', 'ทั้ง', 'คนละ', 'แต่ละ', 'ข้าม', 'ประจำ', 'ใน')})\s*$")
_THAI = re.compile("[ก-ฮะ-ฺเ-๎]")

_PLACED = re.compile(rf"(?:{_words('อยู่', 'อยู่ที่', 'ที่', 'ใน', 'แถว', 'พื้นที่', 'ตรง', 'ย่าน', 'ใกล้', 'เมือง', 'ตัวเมือง')})\s*$")
_HOUSES = re.compile(
    rf"(?:{_words('ตลาด', 'โลตัส', 'บิ๊กซี', 'เซ็นทรัล', 'โรงพยาบาล', 'รพ.', 'สภ.', 'สน.', 'บขส.', 'บขส', 'สถานี')}"
    rf"|{_words('สถานีตำรวจ', 'เทศบาล', 'เทศบาลนคร', 'เทศบาลเมือง', 'อบจ.', 'ท่ารถ', 'ขนส่ง', 'สนามบิน', 'ทน.', 'ทม.')}"
    rf"|{_words('มหาวิทยาลัย', 'ม.', 'ตัวจังหวัด', 'โรบินสัน', 'แม็คโคร', 'หาด', 'เกาะ')})$"
)
# After these a name is a road, a bank or a person, wherever they are.
_NOT_A_PLACE = re.compile(
    rf"(?:{_words('ถนน', 'ถ.', 'ซอย', 'ซ.', 'ตรอก', 'ธนาคาร', 'ทางหลวง', 'ชื่อ', 'นาย', 'นาง', 'นางสาว', 'คุณ')}"
    rf"|{_words('พี่', 'น้อง', 'ลุง', 'ป้า', 'น้า', 'ด.ช.', 'ด.ญ.', 'สาย', 'ครู', 'หมอ', 'จ่า', 'ดาบ', 'นามสกุล')})\s*$"
)
_NOT_GLUED = re.compile(rf"(?:{_words('บ้าน', 'วัด', 'ร้าน', 'โรงเรียน', 'ร.ร.', 'รร.', 'หมู่บ้าน', 'คน', 'ชาว')})$")
_AFTER = re.compile(
    rf"(?:{_words('ครับ', 'คับ', 'ค่ะ', 'คะ', 'ค๊ะ', 'จ้า', 'จ้ะ', 'จ๊ะ', 'นะ', 'น่ะ', 'เลย', 'แล้ว', 'ตอนนี้', 'เอง')}"
    rf"|{_words('ด้วย', 'หน่อย', 'อะ', 'อ่ะ', 'ที่', 'ใกล้', 'แถว', 'ตรง', 'หลัง', 'หน้า', 'ข้าง', 'ช่วย', 'มี', 'โดน')}"
    rf"|{_words('ถูก', 'จังหวัด', 'อำเภอ', 'ตำบล', 'ประเทศ', 'ใน', 'ซอย', 'ถนน', 'หมู่', 'ฝั่ง', 'ฯ', 'จ.', 'อ.', 'ต.')})"
)
_POSTCODE = re.compile(r"(?<![\d.,])[1-9]\d{4}(?![\d.]|,\d|\s*(?:บาท|คน|฿|baht|กม|เมตร|วัน))", re.IGNORECASE)
_POSTCODE_WORD = re.compile(
    rf"(?:{_words('รหัสไปรษณีย์', 'ไปรษณีย์', 'ปณ.', '〒')}|postcode|zip|postal code)\W*$", re.IGNORECASE
)


def read(text: str) -> Read:
    """Every mention of a text, in order; roads, banks and people's names are left out."""
    folded = fold_thai(clean(text[:MAX_TEXT])).lower()
    names = gazetteer()
    mentions, unknown = _scan(folded, names)
    mentions = _without_roads(folded, mentions)
    mentions.extend(_postcodes(folded, names))
    return Read(folded, tuple(mentions), tuple(unknown))


def _scan(text: str, names: Gazetteer) -> tuple[list[Mention], list[str]]:
    found: list[Mention] = []
    unknown: list[str] = []
    at, last = 0, 0
    while at < len(text):
        mention = None
        if text[at] in _MARKER_FIRST and (marker := _MARKER.match(text, at)) and _may_mark(text, at, last, marker[1]):
            mention = _marked(text, at, marker, names)
            if mention is None:
                at = marker.end()
                unknown.append(re.split(r"[\s,]", text[at : at + 30])[0])
                continue
        if mention is None and text[at : at + 2] in names.lengths:
            mention = _unmarked(text, at, last, names)
        if mention is None:
            at += 1
            continue
        found.append(mention)
        at = last = mention.end
    return found, unknown


def _may_mark(text: str, at: int, last: int, marker: str) -> bool:
    if _NO_MARKER.search(text, max(0, at - 12), at):
        # ในเขต, ในจังหวัด are common words for "in the area": only the long forms with a name mark there.
        return len(marker) > 3 and text[max(0, at - 2) : at].strip() == "ใน"
    if len(marker.rstrip(".").strip()) > 1 and not marker.startswith(("อบต", "ทต", "จว")):
        return True
    before = text[at - 1] if at else " "
    return at == last or not (_THAI.match(before) or before == "." or (before.isascii() and before.isalpha()))


def _marked(text: str, at: int, marker: re.Match[str], names: Gazetteer) -> Mention | None:
    word = re.sub(r"[\s.]", "", marker[1])
    level = _LEVELS.get(word) or _LEVELS[word + "."]
    start = marker.end()
    placed = _is_placed(text, at)
    found = list(names.begins(text, start))
    for key, name in found:
        codes = frozenset(c for c in name.codes if _is_meant(c, level, word))
        end = start + len(key)
        if codes and (name.letters > SHORT or _room_after(text, end)):
            return Mention(codes, Strength.MARKED, at, end, placed)
    if level == 4 and text.startswith(CAPITALS, start):
        return Mention(names.capitals, Strength.MARKED, at, start + len(CAPITALS), placed)
    # อ.พัทยา, จ.หาดใหญ่: the level is wrong, the name is meant.
    for key, name in found if word not in _ONLY_BANGKOK and len(marker[1].strip()) > 1 else ():
        end = start + len(key)
        if name.letters > SHORT and _room_after(text, end):
            return Mention(name.codes, Strength.PLAIN, at, end, placed)
    return None


def _is_meant(code: str, level: int, word: str) -> bool:
    return len(code) == level and (word not in _ONLY_BANGKOK or code.startswith(BANGKOK))


def _unmarked(text: str, at: int, last: int, names: Gazetteer) -> Mention | None:
    for key, name in names.begins(text, at):
        found = _as_it_stands(text, at, last, key, name) if name.alone else None
        if found is not None:
            return found
    return None


def _as_it_stands(text: str, at: int, last: int, key: str, name: Name) -> Mention | None:
    end = at + len(key)
    strength = _strength(text, at, end, last, name)
    if strength is None or _NOT_A_PLACE.search(text, max(0, at - 16), at):
        return None
    codes = name.alone
    if re.match(r"\s?\d{1,4}(?!\d)", text[end : end + 6]) and all(c.startswith(BANGKOK) for c in codes):
        codes = frozenset({BANGKOK})  # ลาดพร้าว 71 is a road, far longer than its district
    return Mention(codes, strength, at, end, _is_placed(text, at), province=name.province)


def _strength(text: str, at: int, end: int, last: int, name: Name) -> Strength | None:
    before = text[at - 1] if at else " "
    open_left = at == last or not _THAI.match(before)
    room_left = open_left or bool(
        _PLACED.search(text, max(0, at - 10), at) or _HOUSES.search(text, max(0, at - 14), at)
    )
    room_right = _room_after(text, end)
    loose = all(len(code) == 6 for code in name.alone)
    if loose:
        return Strength.LOOSE if name.letters > SHORT and room_left and room_right else None
    if name.letters <= SHORT:
        clear = end == len(text) or not _THAI.match(text[end])
        if open_left and (clear or room_right):
            return Strength.SHORT
        is_province = any(len(code) == 2 for code in name.alone) and text[at:end] != PARTICLE
        return Strength.WEAK if is_province and room_left and (clear or room_right) else None
    if room_left and room_right:
        return Strength.PLAIN
    if _NOT_GLUED.search(text, max(0, at - 10), at) and not any(len(code) == 2 for code in name.alone):
        return None
    is_province = any(len(code) == 2 for code in name.alone)
    return Strength.WEAK if (is_province or name.letters > 6) and (room_left or room_right) else None


def _room_after(text: str, end: int) -> bool:
    return end >= len(text) or not _THAI.match(text[end]) or bool(_AFTER.match(text, end))


def _is_placed(text: str, at: int) -> bool:
    return bool(_PLACED.search(text, max(0, at - 10), at))


def _without_roads(text: str, mentions: list[Mention]) -> list[Mention]:
    """Without pairs such as บางนา-ตราด: two unmarked names joined by a hyphen are a road."""
    road: set[int] = set()
    for one, two in pairwise(mentions):
        joined = text[one.end : two.start] in ("-", "–")
        if joined and max(one.strength, two.strength) < Strength.MARKED:
            road |= {one.start, two.start}
    return [mention for mention in mentions if mention.start not in road]


def _postcodes(text: str, names: Gazetteer) -> list[Mention]:
    found: list[Mention] = []
    for match in _POSTCODE.finditer(text):
        codes = names.postcodes.get(match[0])
        if codes:
            named = _POSTCODE_WORD.search(text, max(0, match.start() - 20), match.start())
            strength = Strength.MARKED if named else Strength.SHORT
            found.append(Mention(codes, strength, *match.span(), postcode=True))
    return found
