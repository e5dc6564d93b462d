"""Every package has a reason, in docs/dependencies.md; a package that has left the project has left the page."""

import json
import re
import tomllib

from tests.house.tree import listed, read


def test_every_dependency_has_its_reason():
    project = tomllib.loads(read("pyproject.toml"))
    node = json.loads(read("package.json"))
    asked = [
        *project["project"]["dependencies"],
        *(each for extra in project["project"]["optional-dependencies"].values() for each in extra),
        *project["dependency-groups"]["node"],
        *project["build-system"]["requires"],
    ]
    names = {re.split(r"[\[;<>=~! ]", each)[0] for each in asked}
    assert listed("docs/dependencies.md") == names | node["dependencies"].keys() | node["devDependencies"].keys()
