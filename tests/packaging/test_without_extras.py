"""A terminal that has cameras alone is installed without an extra, and starts all the same."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMES_ANYWAY = "pillow"  # rapidocr needs it
BARE = """
import sys
absent = frozenset(sys.argv[1].split(","))

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} comes with an extra")

sys.meta_path.insert(0, Absent())
import kiosk.__main__, kiosk.doctor
import kiosk.wiring.house, kiosk.wiring.sync, kiosk.wiring.terminal, kiosk.wiring.vision, kiosk.wiring.workshop
import kiosk.vision.tools.document, kiosk.vision.tools.face, kiosk.vision.tools.measure
print(*sorted(name for name in sys.modules if name.startswith("drivers.simulated")))
import kiosk.wiring.desk, kiosk.wiring.simulated  # the simulated cameras, for kiosk bench
"""


def modules_of_extras() -> set[str]:
    """The modules that come with an extra and with nothing else."""
    extras = PROJECT["optional-dependencies"].values()
    wanted = {re.match(r"[\w-]+", requirement)[0] for extra in extras for requirement in extra}  # type: ignore[index]
    wanted.remove(COMES_ANYWAY)
    installed = importlib.metadata.packages_distributions()
    found = {name: [one.lower() for one in distributions] for name, distributions in installed.items()}
    return {name for name, distributions in found.items() if wanted & set(distributions)}


def test_kiosk_and_vision_process_need_no_extra_and_nothing_of_the_simulated_branch() -> None:
    absent = modules_of_extras()
    assert {"serial", "smartcard", "fastapi", "sqlalchemy"} <= absent
    done = subprocess.run([sys.executable, "-c", BARE, ",".join(absent)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
