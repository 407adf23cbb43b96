"""The set-up says clearly what is missing, on machines that lack something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

# What the scripts themselves use; no python, no uv.
TOOLS = ("bash", "cat", "cksum", "dirname", "env", "mkdir", "sed", "id", "grep", "make", "expand", "rm")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what set-up needs, with nothing set up."""
    copy = tmp_path / "project"
    shutil.copytree(ROOT / "requirements", copy / "requirements")
    for name in ("Makefile", "pyproject.toml", ".python-version"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def run(project: Path, bin_folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(bin_folder), "HOME": str(project), "PYENV_ROOT": str(project), **variables}
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def uv(bin_folder: Path) -> None:
    """The real uv, which may not download."""
    program(bin_folder, "uv", f'UV_PYTHON_DOWNLOADS=never exec {ROOT}/.venv/bin/uv --offline "$@"')


def test_without_any_python_it_says_which_to_install(project: Path, bin_folder: Path) -> None:
    done = run(project, bin_folder, "make", "gateway")

    assert done.returncode
    assert "No Python 3 was found. Install Python 3.11 or newer" in done.stderr


def test_without_python_3_10_it_says_how_to_get_it_and_how_to_name_one(
    project: Path, bin_folder: Path, uv: None
) -> None:
    done = run(project, bin_folder, "make", "engine", ENGINE_PYTHON="3.10")

    assert done.returncode
    assert "Python 3.10 is needed for engine/.venv and was not found" in done.stderr
    assert "pyenv install 3.10" in done.stderr
    assert "ENGINE_PYTHON=/path/to/python3.10" in done.stderr


def test_a_python_that_cannot_make_environments_is_said_so(project: Path, bin_folder: Path) -> None:
    program(bin_folder, "python3", '[ "$1" = -c ] && exit 0; exit 1')

    done = run(project, bin_folder, "make", "gateway")

    assert "apt-get install python3-venv" in done.stderr


def test_a_python_of_pyenv_is_found_although_its_shim_is_not_switched_on(
    project: Path, bin_folder: Path, uv: None
) -> None:
    own = project / "versions/3.11.99/bin"
    own.mkdir(parents=True)
    (own / "python3").symlink_to(Path(os.path.realpath(ROOT / ".venv/bin/python")))
    # The real installation would take long; that the interpreter was found is what counts.
    (project / "requirements/gateway.txt").write_text("")

    done = run(project, bin_folder, "make", "gateway")

    assert "Making .venv from requirements/gateway.txt with Python 3." in done.stderr


def test_an_environment_that_is_as_its_lock_says_is_left_alone(
    project: Path, bin_folder: Path, uv: None
) -> None:
    (project / "requirements/engine.txt").write_text("")
    (project / "engine").mkdir()
    python = os.path.realpath(ROOT / ".venv/bin/python")

    first = run(project, bin_folder, "make", "engine", ENGINE_PYTHON=python)
    second = run(project, bin_folder, "make", "engine", ENGINE_PYTHON=python)
    (project / "requirements/engine.txt").write_text("# another lock\n")
    third = run(project, bin_folder, "make", "engine", ENGINE_PYTHON=python)

    assert ["Making engine/.venv" in run.stderr for run in (first, second, third)] == [True, False, True]


def test_without_apt_the_missing_programs_are_named(project: Path, bin_folder: Path) -> None:
    done = run(project, bin_folder, "make", "system")

    assert done.returncode
    assert "The tests need: chromium fonts-noto-core" in done.stderr
    assert "SHOPDESK_CHROMIUM" in done.stderr
