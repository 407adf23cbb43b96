"""A small project of our own, trained once, and the really started engine over it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.programs import ENGINE_PYTHON, ROOT, Actions, Engine, EnginePython, run

PROJECT = Path(__file__).parent / "project"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.engine)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def project() -> Path:
    if not ENGINE_PYTHON.exists():
        pytest.fail("engine/.venv is missing; `make test` makes it")
    folder = ROOT / ".cache" / "engine-tests" / _digest()
    if not folder.exists():
        shutil.copytree(PROJECT, folder)
        for name in ("config.yml", "endpoints.yml", "credentials.yml"):
            shutil.copy(ROOT / name, folder)
    trained = run(folder, "train")
    assert trained.returncode == 0, trained.stderr
    return folder


def _digest() -> str:
    files = [
        *PROJECT.rglob("*.yml"),
        *(ROOT / f"{name}.yml" for name in ("config", "endpoints", "credentials")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]


@pytest.fixture(scope="session")
def shared_actions() -> Iterator[Actions]:
    with Actions() as actions:
        yield actions


@pytest.fixture(scope="session")
def running(
    project: Path, shared_actions: Actions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with Engine(project, tmp_path_factory.mktemp("engine"), shared_actions) as engine:
        yield engine


@pytest.fixture
def engine(running: Engine) -> Engine:
    running.new_session()
    return running


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EnginePython]:
    python = EnginePython(tmp_path_factory.mktemp("python") / "log")
    yield python
    python.close()
