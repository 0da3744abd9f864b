"""A server on real time for clients that wait by themselves, and the programs that clients are."""

import os
import shutil
import subprocess

import pytest

from conftest import Server

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-central-1"}


@pytest.fixture(scope="session")
def live_server():
    """A server on real time that the clients share; names must be unique."""
    server = Server().start()
    yield server
    server.remove()


def run_client(*command, timeout=120, **environment):
    """Runs a client's program and answers what it printed; what it says when it fails is the failure."""
    assert shutil.which(command[0]), f"{command[0]} is missing: Tools/setup-clients.sh installs it"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "APUS_"))}
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=timeout,
        env={**kept, **CREDENTIALS, **environment})
    assert result.returncode == 0, f"{' '.join(map(str, command))}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="session")
def run():
    return run_client


@pytest.fixture(scope="session")
def credentials():
    return CREDENTIALS
