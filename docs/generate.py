"""Pages that are drawn from the code: `make docs` writes them, tests/house/ fails when one is no longer true."""

import importlib.util
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from models.case import TRANSITIONS, CaseAction, CaseStatus
from models.incident import Priority
from models.policy import Ladder, Policy
from models.times import HOUR, MINUTE, SECOND

DOCS = Path(__file__).parent
NOTE = "<!-- Written by `make docs`. Change the code it is drawn from, then run it again. -->\n"

# The words of a status and an action: the state diagram and its two tables.
STATUSES = {
    CaseStatus.STARTED: "a bare tap on แจ้งเหตุ: numbered, stored, silent",
    CaseStatus.OPEN: "holds at least one fact: in the queue, with its clocks running",
    CaseStatus.ASIDE: "a bare tap that an operator has set aside; comes back by itself at the next event",
    CaseStatus.CLOSING: "somebody asked to close it; waits for the reporter or a second person",
    CaseStatus.UNREACHABLE: "nobody answers us; comes back on a schedule",
    CaseStatus.CLOSED: "ended, with an outcome; one tap of the reporter opens it again for days",
}
ACTIONS = {
    CaseAction.FACT: "a fact arrived: category, place, danger, words, picture, a second SOS tap",
    CaseAction.HEARD: "the person did anything at all",
    CaseAction.SET_ASIDE: "an operator set a bare tap aside",
    CaseAction.CLOSE: "an operator asked to close it, with an outcome",
    CaseAction.CONFIRM: "the reporter, or a second person with the right, agreed",
    CaseAction.REOPEN: "the reporter or an operator opened it again",
    CaseAction.LOSE: "an operator marked it unreachable",
    CaseAction.RETURN: "its schedule brought it back",
}
ACTS = {
    "siren": "the console's siren",
    "centre": "the centre's destination",
    "remind": "the same destination again",
    "every_officer": "all officers on duty together",
    "second_path": "the second path (telephone, SMS, e-mail)",
    "neighbours": "neighbouring offices informed",
    "call_task": "a task for 1300: nobody in the field has it, telephone them",
    "supervisor": "the supervisors by the second path",
    "truth": "the reporter is told the truth",
    "top": "on top of every queue, marked",
}
LADDERS = {
    "ladders": (
        "The field",
        "From *raised*; a rung that reaches nobody is skipped. Ends only with a responder, or an operator's reason.",
    ),
    "conversations": ("The conversation", "Counted from the first words of a reporter that nobody has answered."),
}
POLICY = {
    "ladders": "who is told when, until somebody has the case: see [the ladder](ladder.md)",
    "conversations": "the reporter's own clock, from the first unanswered word: see [the ladder](ladder.md)",
    "neighbours": "how many neighbouring provinces are told at most",
    "neighbours_within": "and only those whose seat is no farther than this, in metres",
    "interrupted_after": "silence after which an unfinished report is shown as *interrupted*",
    "raise_wait": "with the province known but not the category: wait this long, then alert the field all the same",
    "lease_taken": "รับเรื่อง holds for this long without another sign from the officer",
    "lease_on_the_way": "กำลังไป holds for this long",
    "lease_on_scene": "ถึงที่เกิดเหตุ holds for this long",
    "lease_question": "from the silent question to the officer to the task for an operator",
    "lease_supervisor": "a supervisor who acknowledged is not told again for this long",
    "lease_abandoned": "from the task for an operator to the ladder's new start, when nobody answers the conversation",
    "lease_answering": "a conversation goes back to the queue after this long without the console's heartbeat",
    "operator_away": "an operator without a heartbeat for this long does not count as present",
    "many_waiting": "with more reports than this unanswered, the receipt says that an answer may take longer",
    "code_lives": "a binding code is good for this long, once",
    "code_tries_an_hour": "wrong binding codes a person may try in an hour",
    "ack_every": "words after the report are acknowledged at most this often",
    "calm_messages_a_minute": "above this a person's messages are sorted lower; danger always passes",
    "reopen_for": "how long the reporter may open a closed case again with one tap",
    "media_largest": "the largest picture, voice message, video or file we fetch",
    "media_tries_for": "how long we keep trying to fetch a file from LINE",
    "consent_within": "a case whose closing nobody agrees to comes back after this long",
    "review_after": "an open case asks for a look once in this time",
    "unreachable_again": "a reporter who could not be reached comes back to the queue after this long",
    "push_tries": "tries of an alert in LINE after which the second path goes out too",
    "push_reserve": "the share of LINE's monthly quota that only alerts may use, in per cent",
    "push_warnings": "at these shares of the quota the supervisors are warned, in per cent",
    "drill_every": "a destination that has confirmed nothing for this long gets a silent test alert",
    "drill_at_shift": "also when an officer's duty begins (costs one push for each)",
    "drill_answer": "a test alert without an answer for this long makes the destination red",
    "phone_link_lives": "an unused link from an officer's card to the case page is good for this long",
    "phone_session": "and the phone stays signed in for this long after it",
    "audit_every": "how often the auditor looks",
    "late_after": "whatever is overdue by this much is a finding of the auditor",
}
# Values that are not a length of time, with their unit.
UNITS = {
    "calm_messages_a_minute": "",
    "code_tries_an_hour": "",
    "many_waiting": "",
    "media_largest": " bytes",
    "neighbours": "",
    "neighbours_within": " m",
    "push_reserve": " %",
    "push_tries": "",
    "push_warnings": " %",
}
UNKNOWN = "**not described yet: docs/generate.py**"


def pages() -> dict[Path, str]:
    """Every drawn page and what it must say today."""
    drawn = {DOCS / "case-states.md": case_states(), DOCS / "ladder.md": ladder(), DOCS / "policy.md": policy()}
    if importlib.util.find_spec("bot.__main__"):
        drawn[DOCS / "commands.md"] = commands()
    return drawn


def case_states() -> str:
    arrows = [f"    {before} --> {after}: {action}" for (before, action), after in TRANSITIONS.items()]
    return "\n".join(
        [
            "# The states of a case",
            NOTE,
            "Drawn from `models.case.TRANSITIONS`: the same table decides in `advance()` and draws the console's",
            "buttons.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {CaseStatus.STARTED}",
            *arrows,
            f"    {CaseStatus.CLOSED} --> [*]",
            "```",
            "",
            *table(("status", "meaning"), [(f"`{s}`", STATUSES[s]) for s in CaseStatus]),
            "",
            *table(("what happens", "meaning"), [(f"`{a}`", ACTIONS[a]) for a in CaseAction]),
            "",
        ]
    )


def ladder() -> str:
    parts = [
        "# The ladder: who is told, and when, until somebody has it",
        NOTE,
        "The defaults of `models/policy.py`. Steps that find nobody are skipped at once.",
    ]
    for field in fields(Policy):
        if field.name not in LADDERS:
            continue
        name, ends = LADDERS[field.name]
        parts += ["", f"## {name}", "", ends]
        for priority in Priority:
            parts += ["", f"### {priority.name}", "", *rungs(getattr(Policy(), field.name)[priority])]
    return "\n".join([*parts, ON_EVERY_PATH])


ON_EVERY_PATH = """
## On every path

- One alert, a case raised once to one office, has one id on every path: in the push's row, in the notice (`ESS-Alert`),
  in the log of who was told, and as `alert` in `ess case show --json`.
- What LINE will not take goes by the office's other paths, at once or after three tries, and is tried on in LINE.
- The first acknowledgement on any path, by a tap in LINE or by the link of a webhook, e-mail or SMS, stops them all.
  One of a supervisor stops only the supervisors' notices.
- A case that is given back, or whose lease has ended, is a new alert. Who gave it back is not asked at once.
- Every minute the auditor proves that each open case has a step before it and near enough, each row a try and each
  timer a live lane (`KINDS` in `bot/auditor.py`). It repairs what it can; the rest goes to the supervisors, and the
  dead man's ping falls silent.
"""


def rungs(ladder: Ladder) -> list[str]:
    rows = [(duration(r.after), "; ".join(ACTS[a] for a in r.acts)) for r in ladder.rungs]
    hours = f", {ladder.hours}" if ladder.hours else ""
    last = (f"then every {duration(ladder.then_every)}{hours}", "the last step again, for ever")
    return table(("after", "who hears"), [*rows, last])


def policy() -> str:
    rows = [(f"`{f.name}`", default(f.name), POLICY.get(f.name, UNKNOWN)) for f in fields(Policy)]
    return "\n".join(
        [
            "# Policy: the times and limits of the service",
            NOTE,
            "These are the defaults in `models/policy.py`. Administrators change them while the service runs, in the",
            "console or with `ess policy set`: each change is a new version with who made it and when. What belongs to",
            "one machine is in [settings](settings.md).",
            "",
            *table(("name", "default", "meaning"), rows),
            "",
        ]
    )


def default(name: str) -> str:
    value = getattr(Policy(), name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in UNITS:
        return ", ".join(f"{each:,}{UNITS[name]}" for each in (value if isinstance(value, tuple) else (value,)))
    return duration(value) if isinstance(value, int) else "a table"


def commands() -> str:
    """The command line as Typer explains it."""
    import typer  # noqa: PLC0415 - only this page needs these
    from typer.cli import get_docs_for_click  # noqa: PLC0415

    from bot.__main__ import main as app  # noqa: PLC0415

    command = typer.main.get_command(app)
    text: str = get_docs_for_click(obj=command, ctx=typer.Context(command, info_name="ess"), name="ess")
    return "\n".join(["# The command line", NOTE, *(line.rstrip() for line in text.strip().splitlines()[1:]), ""])


def duration(ms: int) -> str:
    for unit, name in ((24 * HOUR, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s")):
        if ms >= unit and ms % unit == 0:
            return f"{ms // unit} {name}"
    return f"{ms} ms" if ms else "0 s"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


def main() -> None:
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(DOCS.parent)}: written")
        else:
            print(f"{path.relative_to(DOCS.parent)}: still true")


if __name__ == "__main__":
    main()
