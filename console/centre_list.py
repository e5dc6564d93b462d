"""The list of centres in memory: found by words and province, a page at a time, and who may change which."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.desk import Desk
from bot.directory import Places, newer_places
from console.sessions import SignedIn
from models.centre import Centre, Directory
from models.people import Role
from routing.province import provinces
from routing.spelling import clean, fold_thai

PAGE = 50


@dataclass(frozen=True, slots=True)
class CentrePage:
    """Centres by province and code, and the code behind which the next page begins, empty at the end."""

    centres: tuple[Centre, ...]
    following: str = ""


def places(desk: Desk) -> Places:
    """The places of this moment: what was saved a second ago, here or elsewhere, is among them."""
    new = newer_places(desk.store, desk.turner.places)
    if new is not None:
        desk.turner.places = new
    return desk.turner.places


def may_edit(who: SignedIn, province: str) -> bool:
    """Supervisors and administrators everywhere; an officer in their own province."""
    return who.supervises or (who.role is Role.OFFICER and who.province == province)


@lru_cache(maxsize=2)
def ordered(directory: Directory) -> tuple[tuple[Centre, str], ...]:
    """Every centre by province and code, with the words it is found by."""
    found = sorted(directory.centres, key=lambda c: (c.province, c.code))
    return tuple((centre, _words(centre)) for centre in found)


def _words(centre: Centre) -> str:
    province = provinces()[centre.province]
    said = (centre.code, centre.name_th, centre.name_en, province.name_th, province.name_en, centre.phone)
    return fold_thai(clean(" ".join(said))).casefold()


def page(directory: Directory, words: str, province: str, after: str, most: int = PAGE) -> CentrePage:
    """The centres with every word in their code, names or province, from behind the centre `after`."""
    wanted = fold_thai(clean(words)).casefold().split()
    last = centre(directory, after)
    begin = (last.province, last.code) if last else ("", "")
    fitting = (
        each
        for each, said in ordered(directory)
        if (each.province, each.code) > begin
        and (not province or each.province == province)
        and all(word in said for word in wanted)
    )
    found = tuple(islice(fitting, most + 1))
    return CentrePage(found[:most], found[most - 1].code if len(found) > most else "")


def centre(directory: Directory, code: str) -> Centre | None:
    return next((each for each in directory.centres if each.code == code), None)
