"""Pages that are drawn from the code: `make docs` writes them, tests/house/ fails when one is no longer true."""

import importlib.util
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from models.case import TRANSITIONS, CaseAction, CaseStatus
from models.incident import Priority
from models.policy import HOUR, MINUTE, SECOND, Ladder, Policy

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
LATER = " (not built yet)"
ACTS = {
    "siren": "the console's siren",
    "centre": "the centre's destination",
    "remind": "the same destination again",
    "every_officer": "all officers on duty together",
    "second_path": "the second path (telephone, SMS, e-mail)" + LATER,
    "neighbours": "neighbouring offices informed" + LATER,
    "call_task": "a task for 1300: nobody in the field has it, telephone them",
    "supervisor": "a task for the supervisor",
    "truth": "the reporter is told the truth",
    "top": "on top of every queue, marked",
}
LADDERS = {
    "ladders": (
        "The field",
        "Counted from *raised*; ends only with a responder, or with *no field visit needed* and its reason.",
    ),
    "conversations": ("The conversation", "Counted from the first words of a reporter that nobody has answered."),
}
POLICY = {
    "ladders": "who is told when, until somebody has the case: see [the ladder](ladder.md)",
    "conversations": "the same for a reporter's words that nobody has answered: see [the ladder](ladder.md)",
    "neighbours": "how many neighbouring offices are informed",
    "neighbours_within": "and how far away they may be",
    "lease_abandoned": "the ladder starts again after this long without a responder's sign and without an operator",
    "consent_within": "a closing waits this long for the reporter's consent; then any second person may close",
    "review_after": "a decision that expires is looked at again after this long",
    "push_tries": "tries of one push before it is called undelivered",
    "push_reserve": "share of the month's pushes kept for alerts",
    "push_warnings": "shares of the month's pushes at which somebody is warned",
    "drill_every": "every destination gets a test alert this often",
    "drill_at_shift": "whether a shift begins with a test alert",
    "drill_answer": "a destination that does not answer a test alert for this long is red",
    "phone_link_lives": "the link that binds an officer's phone to their console session is good for this long, once",
    "phone_session": "an officer's session on the phone ends after this long",
    "audit_every": "how often the auditor proves that every open case has a next step",
    "late_after": "a step that is this late is told to somebody",
    "interrupted_after": "silence after which an unfinished report is shown as *interrupted*",
    "raise_wait": "with the province known but not the category: wait this long, then alert the field all the same",
    "lease_taken": "รับเรื่อง holds for this long without another sign from the officer",
    "lease_on_the_way": "กำลังไป holds for this long",
    "lease_on_scene": "ถึงที่เกิดเหตุ holds for this long",
    "lease_question": "from the silent question to the officer to the task for an operator",
    "lease_answering": "a conversation goes back to the queue after this long without the console's heartbeat",
    "operator_away": "an operator without a heartbeat for this long does not count as present",
    "code_lives": "a binding code is good for this long, once",
    "code_tries_an_hour": "wrong binding codes a person may try in an hour",
    "ack_every": "words after the report are acknowledged at most this often",
    "calm_messages_a_minute": "above this a person's messages are sorted lower; danger always passes",
    "reopen_for": "how long the reporter may open a closed case again with one tap",
    "media_largest": "the largest picture, voice message, video or file we fetch",
    "media_tries_for": "how long we keep trying to fetch a file from LINE",
}
# Values that are not a length of time, with their unit.
UNITS = {
    "calm_messages_a_minute": "",
    "code_tries_an_hour": "",
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
    return "\n".join([*parts, ""])


def rungs(ladder: Ladder) -> list[str]:
    rows = [(duration(r.after), "; ".join(ACTS[a] for a in r.acts)) for r in ladder.rungs]
    last = (f"then every {duration(ladder.then_every)}", "the last step again, for ever")
    return table(("after", "who hears"), [*rows, last])


def policy() -> str:
    rows = [(f"`{f.name}`", default(f.name), POLICY.get(f.name, UNKNOWN)) for f in fields(Policy)]
    return "\n".join(
        [
            "# Policy: the times and limits of the service",
            NOTE,
            "These are the defaults in `models/policy.py`, and today they hold for everybody. Changing them at run",
            "time, each change a new version with who made it and when, is not built yet. What belongs to one machine",
            "is in [settings](settings.md).",
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
