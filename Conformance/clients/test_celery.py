"""Celery over queues, with results in a table: workers are processes of their own, as in production."""

import importlib
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse

import pytest

HERE = pathlib.Path(__file__).resolve().parent / "celery"
WAIT_SECONDS = 30


class Application:
    """The application: its workers, and its tasks as the caller sees them."""

    def __init__(self):
        self.workers = []
        spec = importlib.util.spec_from_file_location("tasks", HERE / "tasks.py")
        self.tasks = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.tasks)

    def start_worker(self):
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "tasks", "worker", "--pool", "solo", "--loglevel", "INFO",
             "--without-gossip", "--without-mingle", "--without-heartbeat"],
            cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.workers.append(worker)
        return worker

    def stop(self):
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(timeout=20)


@pytest.fixture
def application(live_server, name, credentials, monkeypatch):
    host = urllib.parse.urlparse(live_server.endpoint).netloc
    for variable, value in {"APUS_HOST": host, "APUS_NAME": name, **credentials}.items():
        monkeypatch.setenv(variable, value)
    application = Application()
    yield application
    application.stop()


def test_tasks_chains_chords_retries_and_failures(application):
    tasks = application.tasks
    application.start_worker()
    chain = (tasks.add.s(1, 2) | tasks.add.s(3)).apply_async()
    many = [tasks.add.delay(number, number) for number in range(30)]
    retried, failed = tasks.flaky.delay(), tasks.fail.delay()
    assert chain.get(timeout=WAIT_SECONDS) == 6
    assert [result.get(timeout=WAIT_SECONDS) for result in many] == [2 * number for number in range(30)]
    assert retried.get(timeout=WAIT_SECONDS) == 2
    with pytest.raises(KeyError, match="no such meter"):
        failed.get(timeout=WAIT_SECONDS)
    from celery import chord
    assert chord([tasks.add.s(n, n) for n in range(8)])(tasks.total.s()).get(timeout=WAIT_SECONDS) == 56


def test_a_task_of_a_worker_that_was_killed_runs_on_another(application, tmp_path):
    journal = tmp_path / "journal"
    result = application.tasks.slow.delay(str(journal))
    first = application.start_worker()
    deadline = time.monotonic() + WAIT_SECONDS
    while not journal.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    first.kill()
    application.start_worker()
    assert result.get(timeout=WAIT_SECONDS) == "done"
    assert journal.read_text() == "run\n" * 2
