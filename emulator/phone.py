"""A person with a phone, as tests speak about one: citizen.taps("แจ้งเหตุ"), citizen.expects("เลขที่เรื่อง")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from emulator.screen import areas_of, lock_screen, words_of
from emulator.values import Button, Entry, File, Group, Json, Opened

if TYPE_CHECKING:
    from emulator.platform import Platform


@dataclass(frozen=True, slots=True)
class Notification:
    """What the locked phone shows; `silent` comes without a sound (notificationDisabled)."""

    title: str
    line: str
    silent: bool
    at: float


class Phone:
    """One person's view of one chat: their own with the account, or a group's (`in_group`).

    Acts return the webhook event they caused. Expectations wait in real time, and each consumes one message.
    """

    def __init__(self, platform: Platform, user_id: str, chat: str = "") -> None:
        self.user_id = user_id
        self.chat = chat or user_id
        self._platform = platform
        self._seen: set[str] = set()

    def in_group(self, group: Group) -> Phone:
        return self.in_chat(group.group_id)

    def in_chat(self, chat: str) -> Phone:
        return Phone(self._platform, self.user_id, chat)

    # --- acts

    def follows(self) -> Json:
        with self._platform.changing():
            event = self._platform.acts.follow(self.user_id)
        return self._sent(event)

    def unblocks(self) -> Json:
        return self.follows()

    def blocks(self) -> Json:
        with self._platform.changing():
            event = self._platform.acts.block(self.user_id)
        return self._sent(event)

    def says(self, text: str) -> Json:
        with self._platform.changing():
            event = self._platform.acts.say(self.user_id, self.chat, text)
        return self._sent(event)

    def taps(self, label: str, value: str = "") -> Json:
        """The label in full, or a part of it if no label is equal; the newest button wins over older ones."""
        with self._platform.changing():
            event = self._platform.acts.tap(self.user_id, self.chat, self.button(label), value)
        return self._sent(event)

    def taps_button(self, button: Button, value: str = "") -> Json:
        """A button kept from earlier, be it on the screen still or not."""
        with self._platform.changing():
            event = self._platform.acts.tap(self.user_id, self.chat, button, value)
        return self._sent(event)

    def sends_location(
        self, latitude: float, longitude: float, *, title: str | None = None, address: str | None = None
    ) -> Json:
        with self._platform.changing():
            event = self._platform.acts.locate(
                self.user_id, self.chat, latitude, longitude, title=title, address=address
            )
        return self._sent(event)

    def sends_sticker(self, package_id: str = "446", sticker_id: str = "1988") -> Json:
        with self._platform.changing():
            event = self._platform.acts.stick(self.user_id, self.chat, package_id, sticker_id)
        return self._sent(event)

    def sends_image(self, data: bytes, media_type: str = "image/jpeg") -> Json:
        return self._sends_file("image", File(data, media_type))

    def sends_images(self, pictures: list[bytes], media_type: str = "image/jpeg") -> list[Json]:
        """Several at once: one event each, of one image set."""
        together = {"id": uuid4().hex, "total": len(pictures)}
        with self._platform.changing():
            events = [
                self._platform.acts.send_file(
                    self.user_id, self.chat, "image", File(data, media_type), {**together, "index": index}
                )
                for index, data in enumerate(pictures, start=1)
            ]
        self._platform.flush()
        return events

    def sends_video(self, data: bytes, media_type: str = "video/mp4", duration_ms: int = 1000) -> Json:
        return self._sends_file("video", File(data, media_type, duration_ms=duration_ms))

    def sends_audio(self, data: bytes, media_type: str = "audio/x-m4a", duration_ms: int = 1000) -> Json:
        return self._sends_file("audio", File(data, media_type, duration_ms=duration_ms))

    def sends_file(self, data: bytes, name: str, media_type: str = "application/octet-stream") -> Json:
        return self._sends_file("file", File(data, media_type, name))

    def unsends(self, event: Json) -> Json:
        """Takes back the message that this event told of."""
        with self._platform.changing():
            unsent = self._platform.acts.unsend(self.user_id, self.chat, event["message"]["id"])
        return self._sent(unsent)

    # --- what the screen shows

    def timeline(self) -> tuple[Entry, ...]:
        return self._platform.chats.timeline(self.chat)

    def received(self) -> tuple[Entry, ...]:
        """What the bot sent to this chat, oldest first."""
        return tuple(entry for entry in self.timeline() if entry.from_bot)

    def buttons(self) -> tuple[Button, ...]:
        """Everything that can be tapped: quick replies, bubbles from the newest, then the rich menu's areas."""
        menu = None if self.chat != self.user_id else self._platform.menus.shown_to(self.user_id)
        return self._platform.chats.buttons(self.chat) + (areas_of(menu) if menu else ())

    def button(self, label: str) -> Button:
        buttons = self.buttons()
        for fits in (str.__eq__, str.__contains__):
            for button in buttons:
                if fits(button.label, label):
                    return button
        on_screen = ", ".join(repr(button.label) for button in buttons) or "nothing"
        raise AssertionError(f"no button {label!r}; on the screen: {on_screen}")

    def notifications(self) -> tuple[Notification, ...]:
        return tuple(
            Notification(*lock_screen(self._platform.bot_name, entry.message), entry.silent, entry.at)
            for entry in self.received()
        )

    def opened(self) -> tuple[Opened, ...]:
        """Links opened, numbers called ("tel:191"), texts copied, oldest first."""
        return tuple(one for one in self._platform.chats.opened if one.user_id == self.user_id)

    @property
    def sees_loading(self) -> bool:
        return self._platform.chats.loading_until.get(self.chat, 0) > self._platform.clock()

    # --- expectations

    def expects(self, *words: str, within: float = 5.0) -> Entry:
        """The first unseen message that shows all these words; it counts as seen from now on."""
        found: list[Entry] = []

        def arrived() -> bool:
            found.extend(entry for entry in self._unseen() if _shows(entry, words))
            return bool(found)

        if not self._platform.wait_until(arrived, within):
            raise AssertionError(f"no new message shows {words}; unseen: {self._told(self._unseen())}")
        self._seen.add(found[0].id)
        return found[0]

    def nothing_else_arrived(self) -> None:
        unseen = self._unseen()
        if unseen:
            raise AssertionError(f"not expected: {self._told(unseen)}")

    def ignores_the_rest(self) -> None:
        self._seen.update(entry.id for entry in self.received())

    def _unseen(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.received() if entry.id not in self._seen)

    def _told(self, entries: tuple[Entry, ...]) -> str:
        return "; ".join(" | ".join(words_of(entry.message)) for entry in entries) or "nothing"

    def _sends_file(self, kind: str, file: File) -> Json:
        with self._platform.changing():
            event = self._platform.acts.send_file(self.user_id, self.chat, kind, file)
        return self._sent(event)

    def _sent(self, event: Json) -> Json:
        self._platform.flush()
        return event


def _shows(entry: Entry, words: tuple[str, ...]) -> bool:
    shown = "\n".join(words_of(entry.message))
    return all(word in shown for word in words)
