"""Starts the apus binary as a user would and hands real clients to the tests."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import urllib.request

import boto3
import botocore.config
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("APUS_BINARY", ROOT / ".build/debug/apus"))
REGION = "eu-central-1"
READY_TIMEOUT_SECONDS = 60
# A session reads the models of its services once; one for each client would read them a thousand times.
SESSION = boto3.Session()
MAKING_CLIENTS = threading.Lock()


# Workers take files in this order: what takes longest begins first, so that none is left alone with it at the end.
LONGEST_FIRST = ("crash", "broker", "clients", "server", "lambda", "identity", "s3", "pipes")


def pytest_configure():
    """What tests leave lies in one folder, which goes with the session unless something failed."""
    tempfile.tempdir = tempfile.mkdtemp(prefix="apus-")


def pytest_sessionfinish(session):
    if session.testsfailed == 0:
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)


def pytest_collection_modifyitems(items):
    def rank(item):
        folder = item.path.parent.name
        return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)
    items.sort(key=rank)


class Server:
    """One apus process, its data directory and its clock."""

    def __init__(self, *arguments, data=None, environment=None, binary=BINARY):
        self.binary = binary
        self.is_own = data is None
        self.data = data or tempfile.mkdtemp(prefix="data-")
        self.arguments = [str(argument) for argument in arguments]
        self.environment = environment or {}
        self.process = None
        self.endpoint = None
        self.log = []

    def start(self, port=0):
        storage = [] if "--ephemeral" in self.arguments else ["--data", self.data]
        command = [str(self.binary), "serve", "--port", str(port), *storage, *self.arguments]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "APUS_"))}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**environment, **self.environment})
        for line in self.process.stdout:
            self.log.append(line.rstrip())
            if found := re.search(r"http://[^\s]+:\d+", line):
                self.endpoint = found.group(0)
            if "Ready." in line:
                break
        assert self.endpoint and self.process.poll() is None, "\n".join(self.log)
        # Keep the pipe empty, so that a talkative server never blocks on it.
        threading.Thread(target=self._drain, args=(self.process,), daemon=True).start()
        return self

    def _drain(self, process):
        for line in process.stdout:
            self.log.append(line.rstrip())

    def stop(self, with_signal=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_signal)
            self.process.wait(timeout=30)
        return self.process.returncode if self.process else None

    def remove(self):
        """Ends the server, and its data with it where nobody else named them."""
        self.stop()
        if self.is_own:
            shutil.rmtree(self.data, ignore_errors=True)

    def kill(self):
        return self.stop(signal.SIGKILL)

    def restart(self):
        self.stop()
        return self.start()

    def client(self, service, **options):
        options.setdefault("region_name", REGION)
        options.setdefault("aws_access_key_id", "test")
        options.setdefault("aws_secret_access_key", "test")
        config = botocore.config.Config(
            retries={"max_attempts": 1}, read_timeout=60, connect_timeout=5,
            s3={"addressing_style": "path"}).merge(options.pop("config", botocore.config.Config()))
        with MAKING_CLIENTS:
            return SESSION.client(service, endpoint_url=self.endpoint, config=config, **options)

    def get(self, path):
        with urllib.request.urlopen(self.endpoint + path, timeout=30) as answer:
            return answer.read()

    def advance(self, iso_duration):
        """Moves the virtual clock; everything that falls due has happened when this returns."""
        request = urllib.request.Request(
            self.endpoint + "/_apus/clock", data=json.dumps({"advance": iso_duration}).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def cli(self, *arguments, environment=None):
        """Runs the AWS CLI and answers what it printed, as JSON where it is JSON. It looks again after half a second
        where it would wait longer, which is for services at a distance (impatient/sitecustomize.py)."""
        result = subprocess.run(
            ["aws", "--endpoint-url", self.endpoint, "--region", REGION, *arguments],
            capture_output=True, text=True, timeout=300,
            env={**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_PAGER": "",
                 "PYTHONPATH": str(ROOT / "Conformance/impatient"), **(environment or {})})
        if result.returncode != 0:
            raise AssertionError(f"aws {' '.join(arguments)}: {result.stderr}")
        return json.loads(result.stdout) if result.stdout.strip().startswith(("{", "[")) else result.stdout


@pytest.fixture(scope="session")
def server():
    """A server on virtual time that all tests of a worker share; names must be unique."""
    server = Server("--clock", "virtual").start()
    yield server
    server.remove()


@pytest.fixture
def own_server():
    """Makes servers of a test's own, with the arguments it asks for."""
    servers = []

    def make(*arguments, **options):
        servers.append(Server(*arguments, **options))
        return servers[-1].start()

    yield make
    for server in servers:
        server.remove()


@pytest.fixture
def name(request):
    """A name that no other test uses."""
    return re.sub(r"[^A-Za-z0-9-]", "-", request.node.name)[:60] + "-" + os.urandom(4).hex()
