"""Kills of the server neither lose nor double what schedules do."""

import datetime
import http.client
import json
import os
import random
import tempfile
import threading
import time

import conftest
import torture
from wire import AUTHORIZATION, Wire

KILLS = max(3, int(os.environ.get("KILLS", "20")) // 2)
DUE_SECONDS = 3
ROLE = "arn:aws:iam::000000000000:role/r"


class Schedules:
    """What the clients know: schedules that were acknowledged before their time, and those that were tried."""

    def __init__(self, arn):
        self.arn, self.lock = arn, threading.Lock()
        self.acknowledged, self.tried, self.faults = set(), set(), []

    def make(self, connection, name):
        due = time.time() + DUE_SECONDS
        at = datetime.datetime.fromtimestamp(due, datetime.timezone.utc)
        body = json.dumps({
            "ScheduleExpression": f"at({at:%Y-%m-%dT%H:%M:%S})", "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE", "Target": {"Arn": self.arn, "RoleArn": ROLE, "Input": name}})
        with self.lock:
            self.tried.add(name)
        connection.request("POST", f"/schedules/{name}", body, {
            "Content-Type": "application/json", "Authorization": AUTHORIZATION.format(service="scheduler")})
        answer = connection.getresponse()
        text = answer.read().decode()
        with self.lock:
            if answer.status != 200:
                self.faults.append(f"{answer.status} {text}")
            # A schedule that is made after its time never acts.
            elif time.time() < due - 1:
                self.acknowledged.add(name)


def load(schedules, port, name, stop):
    connection, number = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
    try:
        while not stop.is_set():
            schedules.make(connection, f"{name}-{number}")
            number += 1
    except (OSError, http.client.HTTPException):
        pass


def test_acknowledged_schedules_act_exactly_once_when_the_server_is_killed():
    chance = random.Random(7)
    process = torture.Process(str(conftest.BINARY), tempfile.mkdtemp(prefix="apus-schedules-"))
    process.start()
    sqs = Wire(process.port, "sqs")
    url = sqs.call("CreateQueue", QueueName="q")["QueueUrl"]
    arn = sqs.call("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    schedules = Schedules(arn)
    for kill in range(KILLS):
        stop = threading.Event()
        threads = [threading.Thread(target=load, args=(schedules, process.port, f"k{kill}s{sender}", stop))
                   for sender in range(4)]
        for thread in threads:
            thread.start()
        # Long enough for what earlier rounds made to fall due amid the load.
        time.sleep(chance.uniform(0.3, 1.5))
        process.kill()
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
        process.start()
    time.sleep(DUE_SECONDS + 1)
    sqs, counts = Wire(process.port, "sqs"), {}
    url = sqs.call("GetQueueUrl", QueueName="q")["QueueUrl"]
    for body in torture.drain(sqs, url, 3):
        counts[body] = counts.get(body, 0) + 1
    process.process.terminate()
    process.process.wait(timeout=30)
    faults = list(schedules.faults)
    faults += [f"{name} never acted" for name in sorted(schedules.acknowledged - set(counts))[:5]]
    faults += [f"{name} acted {count} times" for name, count in sorted(counts.items()) if count != 1][:5]
    faults += [f"{name} was never made" for name in sorted(set(counts) - schedules.tried)[:5]]
    assert faults == []
    assert len(schedules.acknowledged) > 10 * KILLS
