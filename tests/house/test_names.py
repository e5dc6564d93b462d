"""Names say what a thing is."""

from tests.house.tree import files

EMPTY_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def test_no_file_or_folder_has_a_name_that_says_nothing():
    # A file of settings or of templates may be called what its tool calls it; code may not.
    code = [path for path in files() if path.suffix in {".py", ".js", ".css", ".ftl"}]
    assert [str(p) for p in code if EMPTY_NAMES & {part.split(".")[0].lower() for part in p.parts}] == []


def test_no_class_is_a_service_that_grows_for_ever():
    grown = [str(p) for p in files() if p.suffix == ".py" and p.stem.endswith(("_service", "_manager", "_helper"))]
    assert grown == []
