"""People, groups, and what stands in their chats with the account."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

from emulator.screen import buttons_in, quick_replies_of
from emulator.values import BOT, Button, Entry, File, Group, Json, Opened, Person, Refused, Via

_FIRST_MESSAGE_ID = 561_000_000_000_000_001


class Chats:
    """A chat is named by the id of its person or its group."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.files: dict[str, File] = {}
        self.opened: list[Opened] = []
        self.unreached: list[Entry] = []
        self.loading_until: dict[str, float] = {}
        self._timelines: dict[str, list[Entry]] = {}
        self._tapped: set[str] = set()
        self._read_tokens: dict[str, tuple[str, str]] = {}
        self._ids = count(_FIRST_MESSAGE_ID)

    def add_person(self, name: str, language: str = "th", user_id: str = "") -> Person:
        person = Person(user_id or f"U{uuid4().hex}", name, language)
        if person.user_id in self.people:
            raise Refused(400, f"{person.user_id} exists already")
        self.people[person.user_id] = person
        return person

    def add_group(self, name: str, members: tuple[str, ...], group_id: str = "") -> Group:
        group = Group(group_id or f"C{uuid4().hex}", name, tuple(self.person(one).user_id for one in members))
        self.groups[group.group_id] = group
        return group

    def person(self, user_id: str) -> Person:
        if user_id not in self.people:
            raise Refused(404, "Not found")
        return self.people[user_id]

    def group(self, group_id: str) -> Group:
        if group_id not in self.groups:
            raise Refused(404, "Not found")
        return self.groups[group_id]

    def change_person(self, user_id: str, *, following: bool, blocked: bool) -> None:
        self.people[user_id] = replace(self.person(user_id), following=following, blocked=blocked)

    def change_group(self, group_id: str, *, members: tuple[str, ...], bot_inside: bool) -> None:
        self.groups[group_id] = replace(self.group(group_id), members=members, bot_inside=bot_inside)

    def new_id(self) -> str:
        return str(next(self._ids))

    def timeline(self, chat: str) -> tuple[Entry, ...]:
        return tuple(self._timelines.get(chat, ()))

    def write(self, entry: Entry) -> Entry:
        self._timelines.setdefault(entry.chat, []).append(entry)
        if entry.author == BOT:
            self.loading_until.pop(entry.chat, None)
        return entry

    def bot_says(
        self, chat: str, message: Json, *, at: float, via: Via, silent: bool, request_id: str, reached: bool
    ) -> Entry:
        entry = Entry(self.new_id(), chat, BOT, at, message, via, silent=silent, request_id=request_id)
        if reached:
            return self.write(entry)
        self.unreached.append(entry)
        return entry

    def reaches(self, user_id: str) -> bool:
        """Whether a message to this person arrives: a friend, or somebody who has written, who has not blocked."""
        person = self.people.get(user_id)
        if person is None or person.blocked:
            return False
        return person.following or any(entry.author == user_id for entry in self.timeline(user_id))

    def entry(self, chat: str, message_id: str) -> Entry:
        for entry in self.timeline(chat):
            if entry.id == message_id:
                return entry
        raise Refused(404, "Not found")

    def unsend(self, chat: str, message_id: str) -> None:
        entries = self._timelines[chat]
        index = next(i for i, entry in enumerate(entries) if entry.id == message_id)
        entries[index] = replace(entries[index], unsent=True, message={"type": "unsent"})
        self.files.pop(message_id, None)

    def read_token(self, chat: str, message_id: str) -> str:
        token = uuid4().hex
        self._read_tokens[token] = (chat, message_id)
        return token

    def mark_read(self, token: str) -> None:
        """Everything up to the token's message shows as read."""
        if token not in self._read_tokens:
            raise Refused(400, "Invalid markAsReadToken")
        chat, message_id = self._read_tokens[token]
        entries = self._timelines[chat]
        last = next(i for i, entry in enumerate(entries) if entry.id == message_id)
        entries[: last + 1] = [replace(entry, read=True) for entry in entries[: last + 1]]

    def close_quick_replies(self, chat: str) -> None:
        timeline = self.timeline(chat)
        if timeline:
            self._tapped.add(timeline[-1].id)

    def quick_replies(self, chat: str) -> tuple[Button, ...]:
        """Those of the last message only, until one of them was tapped."""
        last = self.timeline(chat)[-1:]
        return tuple(
            button
            for entry in last
            if entry.from_bot and entry.id not in self._tapped
            for button in quick_replies_of(entry.id, entry.message)
        )

    def buttons(self, chat: str) -> tuple[Button, ...]:
        """Quick replies first, then the bubbles' buttons, newest message first."""
        inside = (buttons_in(entry.id, entry.message) for entry in reversed(self.timeline(chat)) if entry.from_bot)
        return self.quick_replies(chat) + tuple(button for buttons in inside for button in buttons)

    def keep_file(self, message_id: str, file: File) -> None:
        self.files[message_id] = file


def own_message(kind: str, **parts: Any) -> Mapping[str, Any]:
    """A message of a person as the timeline keeps it."""
    return {"type": kind, **{name: value for name, value in parts.items() if value is not None}}
