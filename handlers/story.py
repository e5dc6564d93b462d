"""The slot of the story: what was said and sent, as content ids."""

from handlers.questions import first_empty
from models.changed import replace
from models.report import Report, Slot

STORY_LENGTH = 200


def tell(report: Report, content: str) -> Report:
    """Words and files belong to the story whatever was asked; only the newest ones are listed."""
    if content in report.story:
        return report
    return replace(report, story=(*report.story, content)[-STORY_LENGTH:], told=report.told or told_now(report))


def told_now(report: Report) -> bool:
    """Whether what is said now answers the last question, or is said along the way."""
    return first_empty(report) is Slot.STORY
