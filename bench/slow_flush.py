"""The slow disk: our few lines of C, compiled on the spot with the machine's own compiler."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SOURCE = Path(__file__).with_suffix(".c")
NO_COMPILER = "no C compiler on this machine, so the disk could not be slowed down"


@contextmanager
def slow_flush() -> Iterator[str]:
    """The path to preload; empty when there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        yield ""
        return
    with TemporaryDirectory(prefix="ess-bench-") as folder:
        made = f"{folder}/slow_flush.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", made, str(SOURCE), "-ldl"], check=True)
        yield made
