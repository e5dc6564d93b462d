"""The area on which all names of a text agree, or the question that settles it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from models.changed import replace
from routing.mentions import PARTICLE, Mention, Strength
from routing.resolved import MOST, Ask, Candidate, Nothing, Question, Resolved, Sure


def decide(found: Iterable[Mention], text: str) -> Resolved:
    """The area on which all names of a text agree."""
    strong = [m for m in found if m.strength >= Strength.PLAIN]
    short = [m for m in found if m.strength is Strength.SHORT]
    loose = [m for m in found if m.strength is Strength.LOOSE]
    weak = [m for m in found if m.strength is Strength.WEAK]
    if strong:
        return _agreed([*strong, *_counted(short, strong, text)], loose)
    if short and (len(short) + len(loose) > 1 or _nothing_else(text, short)):
        return _agreed(short, loose)
    if loose and _nothing_else(text, loose):
        return _ask(_readings(loose) or {code for m in loose for code in m.codes}, confirm=True)
    if weak:
        return _ask({code for m in weak for code in m.codes}, confirm=True)
    return Nothing()


def _agreed(strong: list[Mention], loose: list[Mention]) -> Resolved:
    named = [_as_province(m) for m in strong]
    readings = _readings(named)
    if not readings:
        named, readings = strong, _readings(strong)
    if not readings:
        return _contradiction(strong)
    if _many(readings) and loose:
        readings = _readings([*strong, *loose]) or readings
    if _many(readings):
        return _ask(readings)
    return Sure(Candidate(_smallest(named, readings)).place)


def _many(codes: Iterable[str]) -> bool:
    """Whether the codes lie in more than one province."""
    return len({code[:2] for code in codes}) > 1


def _readings(found: list[Mention]) -> set[str]:
    """Every area that fits all mentions: each names it, a part of it, or what it is part of."""
    candidates = {code for mention in found for code in mention.codes}
    for mention in found:
        parents = {code[:length] for code in mention.codes for length in (2, 4)}
        candidates = {
            c
            for c in candidates
            if c in mention.codes or c in parents or c[:4] in mention.codes or c[:2] in mention.codes
        }
    return candidates


def _as_province(mention: Mention) -> Mention:
    """An unmarked official name of a province is the province, whatever smaller places share it."""
    return replace(mention, codes=frozenset({mention.province})) if mention.province else mention


def _counted(short: list[Mention], strong: list[Mention], text: str) -> list[Mention]:
    """The short names that belong to the address beside the longer ones, whether they agree with them or not."""
    names = [m for m in short if not m.postcode]
    together = len(names) > 1 and bool(_readings(names))
    return [
        m
        for m in short
        if _fits(m, strong)
        or (_follows(m, strong, text) if m.postcode else together or (m.province and text[m.start : m.end] != PARTICLE))
    ]


def _fits(mention: Mention, strong: list[Mention]) -> bool:
    return any(_readings([mention, other]) for other in strong)


def _follows(mention: Mention, strong: list[Mention], text: str) -> bool:
    """Whether a number stands where a postcode stands: right after a name ("pay 40000" is money)."""
    return mention.postcode and any(
        not text[m.end : mention.start].strip(" ,.") for m in strong if m.end <= mention.start
    )


def _smallest(found: list[Mention], readings: set[str]) -> str:
    """The smallest area that is certain, given readings within one province.

    Each name is read at its highest level (หาดใหญ่ is the district, not its sub-district); an unmarked sub-district
    decides nothing, since villages of the same name lie elsewhere in the province.
    """
    kept: set[str] = set()
    for mention in found:
        mine = [code for code in mention.codes if code in readings]
        top = min(map(len, mine), default=0)
        if top < 6 or mention.strength is Strength.MARKED or mention.postcode:
            kept.update(code for code in mine if len(code) == top)
    return _common(kept or {next(iter(readings))[:2]})


def _common(codes: set[str]) -> str:
    """The smallest area that holds the smallest of them: their common leading digits, in pairs."""
    deepest = [c for c in codes if not any(o != c and o.startswith(c) for o in codes)]
    return next(
        (part for part in (deepest[0], deepest[0][:4]) if all(c.startswith(part) for c in deepest)), deepest[0][:2]
    )


def _ask(codes: set[str], *, confirm: bool = False) -> Ask:
    """One button for each province that has such a place, the provinces with most of them first."""
    tops = [c for c in codes if not any(o != c and c.startswith(o) for o in codes)]
    by_province: defaultdict[str, set[str]] = defaultdict(set)
    for code in tops:
        by_province[code[:2]].add(code)
    order = sorted(by_province, key=lambda p: (min(map(len, by_province[p])), -len(by_province[p]), p))
    candidates = tuple(Candidate(_common(by_province[province])) for province in order[:MOST])
    if len(order) > MOST:
        return Ask(Question.PROVINCE, candidates, more=len(order) - MOST)
    return Ask(Question.CONFIRM if confirm and len(candidates) == 1 else Question.WHICH, candidates)


def _contradiction(found: list[Mention]) -> Resolved:
    """Two or more marked names that agree outweigh the rest, unless that names a province; else each side is asked."""
    marked = [m for m in found if m.strength is Strength.MARKED and not m.postcode]
    others = [m for m in found if m not in marked]
    agreed = _readings(marked)
    contested = any(m.province or m.postcode for m in others)
    if len(marked) > 1 and agreed and not _many(agreed) and not contested:
        return Sure(Candidate(_smallest(marked, agreed)).place)
    found = [_as_province(m) for m in found]
    votes = Counter(province for mention in found for province in {code[:2] for code in mention.codes})
    clear = {
        province for mention in found if len(provinces := {c[:2] for c in mention.codes}) == 1 for province in provinces
    }
    order = sorted(votes, key=lambda province: (province not in clear, -votes[province], province))
    return Ask(Question.WHICH, tuple(map(Candidate, order[:MOST])))


_FILLER = re.compile(
    r"[\s\d,.;:()\-/!?ๆ]|ครับผม|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|นะ|อยู่ที่|อยู่|ที่|ตอนนี้|แถว|ใน|บ้าน|ตัวเมือง|เมือง|จังหวัด|อำเภอ|ตำบล"
    r"|ประเทศไทย|ไทย|thailand|province|please|i am|i'm|in|at|city|ผม|หนู|ฉัน"
)


def _nothing_else(text: str, found: list[Mention]) -> bool:
    """Whether the text is only these names and small words."""
    rest = list(text)
    for mention in found:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    return not _FILLER.sub("", "".join(rest))
