"""The AWS SDK for Go, in Debian's version: the program beside this file calls each service and checks the answers."""

import pathlib

import pytest

HERE = pathlib.Path(__file__).resolve().parent / "go"
# As Debian's packages are built: without modules, from the sources that they install.
SETTINGS = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}
PARTS = ["queues", "fifo", "topics", "tables", "objects", "functions", "events", "identities", "logs", "stacks"]


@pytest.fixture(scope="session")
def go_program(run, tmp_path_factory):
    target = tmp_path_factory.mktemp("go") / "program"
    run("go", "build", "-o", target, *HERE.glob("*.go"), timeout=300, **SETTINGS)
    return target


@pytest.mark.parametrize("part", PARTS)
def test_the_go_sdk(go_program, run, live_server, name, part):
    assert run(go_program, part, live_server.endpoint, name.lower()).splitlines()[-1] == "done"
