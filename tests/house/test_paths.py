"""What is committed is true on every machine: no path of the machine it was written on, no address of a registry."""

import re

from tests.house.tree import files, read

TEXT = {
    "", ".cfg", ".css", ".csv", ".example", ".ftl", ".html", ".ini", ".js", ".json", ".lock", ".mako", ".md", ".py",
    ".service", ".sh", ".svg", ".toml", ".txt", ".yaml", ".yml",
}  # fmt: skip
MACHINE = re.compile(r"(?<![\w.:/~-])/(?:work|root|home|Users)/\w")
REGISTRY = re.compile(r"\bpypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|crates\.io/api|ghcr\.io|docker\.io")


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in files()
        if path.suffix in TEXT
        for number, line in enumerate(read(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_on_one_machine():
    assert found(MACHINE) == []


def test_no_file_names_a_package_registry():
    assert found(REGISTRY) == []
