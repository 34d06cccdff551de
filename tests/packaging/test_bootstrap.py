"""`packaging/bootstrap` on a machine of fakes: what it installs, what it asks for, and what it leaves alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Self

import pytest

BOOTSTRAP = Path(__file__).parents[2] / "packaging" / "bootstrap"
CI = Path(__file__).parents[2] / ".ci" / "run"
REAL = ("bash", "cat", "dirname", "env", "locale", "mkdir", "mktemp", "rm", "sed", "sha256sum", "tr")
CHECKS = ("ruff check", "ruff format --check", "lint-imports --no-logo", "mypy")
PACKAGES = re.search(r"PACKAGES=\((.*?)\)", BOOTSTRAP.read_text(encoding="utf-8"), re.DOTALL)

pytestmark = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs GNU coreutils")


def wanted() -> list[str]:
    """The Debian packages that the script names."""
    assert PACKAGES
    return PACKAGES[1].split()


class Machine:
    """A Debian machine of which every command is a fake that writes itself down."""

    def __init__(self, root: Path) -> None:
        self.bin, self.home, self.project = root / "bin", root / "home", root / "project"
        self.calls = root / "calls"
        self.calls.touch()
        for folder in (self.bin, self.home, self.project / "packaging"):
            folder.mkdir(parents=True)
        shutil.copy(BOOTSTRAP, self.project / "packaging")
        (self.project / "uv.lock").write_text("locked")
        (self.project / "pyproject.toml").write_text("project")
        for name in REAL:
            found = shutil.which(name)
            assert found, name
            (self.bin / name).symlink_to(found)
        self.installed = root / "installed"
        self.installed.write_text("".join(f"installed {name}  \n" for name in wanted()))
        self.command("dpkg-query", f"cat {self.installed}")
        self.command("id", "echo 1000")
        self.command("sleep", "")
        self.command(
            "python3",
            f"""case "$*" in
              *base_executable*) echo {self.bin}/python3 ;;
              *'-m venv'*) mkdir -p "${{@: -1}}/bin" && cat {self.bin}/python3 >"${{@: -1}}/bin/python" &&
                /bin/chmod +x "${{@: -1}}/bin/python" ;;
              *'-m pip'*) echo "$*" >>{self.calls}
                cat {self.bin}/fake-uv >"${{0%python}}uv"; /bin/chmod +x "${{0%python}}uv" ;;
              *compile_translations*|*media.py*) echo "$*" >>{self.calls} ;;
            esac""",
        )
        self.command(
            "fake-uv",
            f"""echo "uv $*" >>{self.calls}; mkdir -p {self.project}/.venv/bin
            cat {self.bin}/python3 >{self.project}/.venv/bin/python; /bin/chmod +x {self.project}/.venv/bin/python""",
        )

    def command(self, name: str, does: str) -> Self:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{does}\n")
        path.chmod(0o755)
        return self

    def without(self, *packages: str) -> Self:
        lines = self.installed.read_text().splitlines(keepends=True)
        self.installed.write_text("".join(line for line in lines if line.split()[1] not in packages))
        return self

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.project / "packaging" / "bootstrap"), *arguments],
            env={"PATH": str(self.bin), "HOME": str(self.home), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def called(self) -> list[str]:
        """What was called since the last look."""
        calls = self.calls.read_text().splitlines()
        self.calls.write_text("")
        return calls


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("script", [BOOTSTRAP, CI], ids=lambda script: script.name)
def test_the_script_is_executable_and_parses(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
    if shellcheck := shutil.which("shellcheck"):
        subprocess.run([shellcheck, str(script)], check=True)


def test_the_list_of_packages_is_sane() -> None:
    assert len(set(wanted())) == len(wanted())
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name) for name in wanted())


def test_help_names_every_command(machine: Machine) -> None:
    told = machine.run("--help")
    assert told.returncode == 0
    assert all(f"\n  {command} " in told.stdout for command in ("demo", "test", "setup", "check"))


@pytest.mark.parametrize("arguments", [[], ["demmo"]])
def test_an_unknown_command_is_refused_with_the_help(machine: Machine, arguments: list[str]) -> None:
    told = machine.run(*arguments)
    assert told.returncode == 2
    assert "Usage:" in told.stderr


def test_an_ordinary_user_is_told_what_an_administrator_would_run(machine: Machine) -> None:
    told = machine.without("libegl1", "fonts-noto-cjk").run("setup")
    assert told.returncode == 1
    assert "missing: fonts-noto-cjk libegl1\n" in told.stderr
    assert "apt-get install --no-install-recommends fonts-noto-cjk libegl1\n" in told.stderr
    assert machine.called() == []


def test_check_lists_them_one_a_line_and_changes_nothing(machine: Machine) -> None:
    assert machine.run("check").returncode == 0
    told = machine.without("libegl1", "libzbar0").run("check")
    assert (told.returncode, told.stdout) == (1, "libegl1\nlibzbar0\n")
    assert machine.called() == []


def test_a_package_that_was_removed_and_left_its_settings_is_missing(machine: Machine) -> None:
    machine.installed.write_text(machine.installed.read_text().replace("installed libgl1 ", "config-files libgl1 "))
    assert machine.run("check").stdout == "libgl1\n"


def test_a_package_under_a_newer_name_is_not_missing(machine: Machine) -> None:
    machine.without("libglib2.0-0")
    with machine.installed.open("a") as installed:
        installed.write("installed libglib2.0-0t64 libglib2.0-0 (= 2.84), gthread \n")
    assert machine.run("check").returncode == 0


def test_a_python_without_venv_is_completed(machine: Machine) -> None:
    machine.command("python3", 'case "$*" in *ensurepip*) exit 1 ;; *base_exec*) echo "$0" ;; esac')
    assert machine.run("check").stdout == "python3-venv\n"


@pytest.mark.parametrize("who", ["root", "sudo"])
def test_what_is_missing_is_installed_by_one_update_and_one_install(machine: Machine, who: str) -> None:
    if who == "root":
        machine.command("id", "echo 0")
    else:
        machine.command("sudo", '[[ $1 == -n ]] || exec "$@"')
    machine.command("apt-get", f'echo "apt-get $*" >>{machine.calls}').without("libegl1", "libgl1")
    assert machine.run("setup").returncode == 0
    apt = [call.split(" -qq ", 1)[1] for call in machine.called() if call.startswith("apt-get")]
    assert apt == ["update", "install -y --no-install-recommends libegl1 libgl1"]


def test_a_failing_mirror_is_tried_again_and_then_explained(machine: Machine) -> None:
    machine.command("id", "echo 0").command("apt-get", f"echo apt-get >>{machine.calls}; exit 100").without("libgl1")
    told = machine.run("setup")
    assert told.returncode == 1
    assert "is there a network" in told.stderr
    assert machine.called() == ["apt-get"] * 3


def test_a_first_run_makes_the_environment_and_a_second_one_needs_no_network(machine: Machine) -> None:
    assert machine.run("setup").returncode == 0
    first = machine.called()
    assert [call.split()[0] for call in first] == ["-m", "uv", "-c", f"{machine.project}/packaging/media.py"]
    assert first[1].startswith("uv sync")
    assert "--locked --all-extras" in first[1]
    assert machine.run("setup").returncode == 0
    assert [call.split()[0] for call in machine.called()] == ["-c", f"{machine.project}/packaging/media.py"]


@pytest.mark.parametrize("file", ["uv.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed(machine: Machine, file: str) -> None:
    machine.run("setup")
    machine.called()
    (machine.project / file).write_text("changed")
    assert machine.run("setup").returncode == 0
    assert any(call.startswith("uv sync") for call in machine.called())


def test_an_interrupted_installation_is_begun_again(machine: Machine) -> None:
    machine.command("fake-uv", f"echo uv >>{machine.calls}; exit 2")
    told = machine.run("setup")
    assert told.returncode == 1
    assert "SSL_CERT_FILE" in told.stderr
    assert not (machine.project / ".venv" / ".bootstrapped").exists()


def test_a_checkout_that_was_moved_is_installed_anew(machine: Machine, tmp_path: Path) -> None:
    """Scripts in an environment name the place where it was made."""
    machine.run("setup")
    machine.called()
    machine.project = machine.project.rename(tmp_path / "elsewhere")
    assert machine.run("setup").returncode == 0
    assert any(call.startswith("uv sync") for call in machine.called())


def with_checks(machine: Machine, failing: str = "", status: int = 1) -> Machine:
    """The environment is there, and each of its checks writes itself down; one of them fails."""
    machine.run("setup")
    for name in {check.split()[0] for check in CHECKS} | {"pytest"}:
        tool = machine.project / ".venv" / "bin" / name
        says = f'called="{name}${{*:+ $*}}"; echo "$called" >>{machine.calls}; echo "$called says"'
        tool.write_text(f'#!{shutil.which("bash")}\n{says}\n[[ $called != "{failing}" ]] || exit {status}\n')
        tool.chmod(0o755)
    machine.called()
    return machine


def test_everything_is_checked_and_then_tested_by_two_workers(machine: Machine) -> None:
    told = with_checks(machine).run("test")
    assert told.returncode == 0
    called = machine.called()
    assert sorted(called[-5:-1]) == sorted(CHECKS)
    assert called[-1] == "pytest -n 2"
    assert all(f"{check} says" in told.stdout for check in CHECKS)


def test_arguments_go_to_pytest(machine: Machine) -> None:
    assert with_checks(machine).run("test", "-k", "one of them", "tests/flows").returncode == 0
    assert machine.called()[-1] == "pytest -n 2 -k one of them tests/flows"


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_that_fails_is_named_and_the_tests_run_all_the_same(machine: Machine, check: str) -> None:
    told = with_checks(machine, check).run("test")
    assert told.returncode == 1
    assert f"FAILED: {check}, and now the tests" in told.stderr
    assert machine.called()[-1] == "pytest -n 2"


def test_the_status_of_the_tests_is_the_status(machine: Machine) -> None:
    assert with_checks(machine, "pytest -n 2", 5).run("test").returncode == 5
