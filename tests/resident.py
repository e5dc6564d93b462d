"""A person with a phone in a town: what they do, and what their screen shows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from emulator.phone import Phone
from emulator.values import Button, Group

if TYPE_CHECKING:
    from tests.town import Town

# Where people are: latitude, longitude and LINE's own address text.
CHIANG_MAI = (18.7883, 98.9853, "ต.ศรีภูมิ อ.เมืองเชียงใหม่ จ.เชียงใหม่")
BANGKOK = (13.7563, 100.5018, "เขตพระนคร กรุงเทพมหานคร")
T = TypeVar("T")


class Resident:
    """A person with a phone; the town settles after everything they do."""

    def __init__(self, town: "Town", phone: Phone) -> None:
        self.town = town
        self.phone = phone

    def _done(self, what: Callable[..., T], *args: Any, **more: Any) -> T:
        self.town.clock.at += 1  # no two things happen in the same millisecond
        result = what(*args, **more)
        self.town.settle()
        return result

    def follows(self) -> Any:
        return self._done(self.phone.follows)

    def in_group(self, group: Group) -> "Resident":
        """The same person speaking and reading inside a group."""
        return Resident(self.town, self.phone.in_group(group))

    def blocks(self) -> Any:
        return self._done(self.phone.blocks)

    def taps_through(self, *labels: str) -> None:
        """The rich menu or typed word first, then one button of each answer."""
        first, *others = labels
        self.says(first)
        for label in others:
            self.taps(label)

    def reports(self, incident: str = "ถูกทำร้าย", place: tuple[float, float, str] = CHIANG_MAI) -> str:
        """Answers all four questions, nobody being in danger; the case's number."""
        before = {case["number"] for case in self.town.cases()}
        self.taps_through("แจ้งเหตุ", incident)
        self.sends_location(*place)
        self.taps("ไม่มี")
        self.taps("ข้าม")
        (number,) = {case["number"] for case in self.town.cases()} - before
        return str(number)

    def does(self, event: dict[str, Any]) -> int:
        """Any event at all, as if it came from this person's chat."""
        self.town.clock.at += 1
        with self.town.platform.changing():
            made = self.town.platform.acts.build_event("x", {"type": "user", "userId": self.phone.user_id})
            self.town.platform.tokens.delivered(made["replyToken"], self.town.clock.seconds())
        return self.town.hears({**made, **event})

    def says(self, text: str) -> Any:
        return self._done(self.phone.says, text)

    def taps(self, label: str) -> Any:
        return self._done(self.phone.taps, label)

    def sends_location(self, latitude: float, longitude: float, address: str | None = None) -> Any:
        return self._done(self.phone.sends_location, latitude, longitude, address=address)

    def sends_image(self, data: bytes) -> Any:
        return self._done(self.phone.sends_image, data, "image/jpeg")

    def sends_images(self, pictures: list[bytes]) -> Any:
        return self._done(self.phone.sends_images, pictures)

    def sends_voice(self, data: bytes) -> Any:
        return self._done(self.phone.sends_audio, data)

    def sends_video(self, data: bytes) -> Any:
        return self._done(self.phone.sends_video, data)

    def sends_file(self, data: bytes, name: str) -> Any:
        return self._done(self.phone.sends_file, data, name)

    def sends_sticker(self) -> Any:
        return self._done(self.phone.sends_sticker)

    def unsends(self, event: Any) -> Any:
        return self._done(self.phone.unsends, event)

    def taps_button(self, kept: Button) -> Any:
        """A button kept from earlier, on the screen still or not."""
        return self._done(self.phone.taps_button, kept)

    def keeps(self, label: str) -> Button:
        """A button that is on the screen now, to be tapped later."""
        return self.phone.button(label)

    def expects(self, *words: str) -> Any:
        return self.phone.expects(*words, within=0.1)

    def nothing_else_arrived(self) -> None:
        self.phone.nothing_else_arrived()

    def ignores_the_rest(self) -> None:
        self.phone.ignores_the_rest()
