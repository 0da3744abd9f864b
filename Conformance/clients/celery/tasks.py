"""Tasks as an application has them: the broker is a queue, the results are in a table."""

import os
import time

from celery import Celery

HOST = os.environ["APUS_HOST"]
NAME = os.environ["APUS_NAME"]

app = Celery("tasks")
app.conf.update(
    broker_url=f"sqs://test:test@{HOST}",
    broker_transport_options={
        "region": "us-east-1", "is_secure": False, "wait_time_seconds": 1, "polling_interval": 0.1,
        "visibility_timeout": 3, "queue_name_prefix": f"{NAME}-",
    },
    task_default_queue="tasks",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    result_backend=f"dynamodb://test:test@{HOST}/{NAME}",
    result_backend_always_retry=False,
)


@app.task
def add(one, other):
    return one + other


@app.task
def total(numbers):
    return sum(numbers)


@app.task(bind=True, max_retries=3)
def flaky(self):
    """Fails twice, then answers how often it was tried."""
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    return self.request.retries


@app.task
def fail():
    raise KeyError("no such meter")


@app.task
def slow(path):
    """Says that it runs, the first time for longer than its worker lives."""
    with open(path, "a") as journal:
        journal.write("run\n")
    with open(path) as journal:
        if len(journal.readlines()) == 1:
            time.sleep(60)
    return "done"
