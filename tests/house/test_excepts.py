"""Bugs are exceptions and are seen: only loops that must go on for everybody else catch everything."""

import ast

from tests.house.tree import python, tree

MAY = {
    "bot/accept.py": "one bad event never costs the others",
    "bot/apart.py": "what a thread of one's own raises is raised again where it is waited for",
    "bot/turn.py": "one lane that fails never stops the others; its event is parked and shown",
    "bot/service.py": "the thread of the turns: without it nobody is answered",
    "bot/slow.py": "the thread that looks after everything goes on",
    "bot/net/post.py": "one message that cannot be sent never stops the others",
    "console/live.py": "a live row that cannot be drawn makes every browser fetch its whole list again",
}
BROAD = {"Exception", "BaseException"}


def broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(ast.unparse(kind) in BROAD for kind in kinds)


def cleans_up(handler: ast.ExceptHandler) -> bool:
    """Whether it only tidies and lets the exception go on."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_only_the_loops_catch_everything():
    found = [
        f"{path}:{node.lineno}"
        for path in python()
        if path.as_posix() not in MAY
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and broad(node) and not cleans_up(node)
    ]
    assert found == []
