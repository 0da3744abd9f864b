"""Schedules: how late they act, with none pending and with very many, and what those cost at start and in memory.

Alone: schedules.py [BINARY], with PENDING (1000000), DUE_PER_SECOND (200) and DUE_SECONDS (10) from the environment.
"""

import datetime
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Conformance/crash"))
from wire import AUTHORIZATION  # noqa: E402

PENDING = int(os.environ.get("PENDING", "1000000"))
DUE_PER_SECOND = int(os.environ.get("DUE_PER_SECOND", "200"))
DUE_SECONDS = int(os.environ.get("DUE_SECONDS", "10"))
MAKERS = 8
CONNECTIONS = 64
HEADERS = {"Content-Type": "application/json", "Authorization": AUTHORIZATION.format(service="scheduler")}


def make(port, names, target):
    """Makes one schedule for each name and second of its time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for name, second in names:
        at = datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
        body = json.dumps({
            "ScheduleExpression": f"at({at:%Y-%m-%dT%H:%M:%S})", "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE",
            "Target": {"Arn": target, "RoleArn": "arn:aws:iam::000000000000:role/r", "Input": str(second)}})
        connection.request("POST", f"/schedules/{name}", body, HEADERS)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(text)


def lags(apus, run):
    """Milliseconds between the second of a schedule and the moment at which a consumer has its message."""
    url = apus.queue(f"due-{run}")
    arn = apus.wire().call("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    port = int(apus.endpoint.rsplit(":", 1)[1])
    count = DUE_PER_SECOND * DUE_SECONDS
    # Made well before they are due, so that making them does not disturb.
    began = time.time()
    make(port, [(f"{run}-probe-{n}", began + 3600) for n in range(50)], arn)
    first = int(time.time() + 5 + count * (time.time() - began) / 50)
    names = [(f"{run}-due-{n}", first + n // DUE_PER_SECOND) for n in range(count)]
    makers = [threading.Thread(target=make, args=(port, names[m::MAKERS], arn)) for m in range(MAKERS)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    if time.time() >= first:
        raise SystemExit("making the schedules took longer than they wait")
    late, lock, end = [], threading.Lock(), first + DUE_SECONDS + 30

    def consume():
        wire = apus.wire()
        while len(late) < count and time.time() < end:
            answer = wire.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            now = time.time()
            messages = answer.get("Messages", [])
            if not messages:
                continue
            with lock:
                late.extend((now - int(message["Body"])) * 1000 for message in messages)
            wire.call("DeleteMessageBatch", QueueUrl=url, Entries=[
                {"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]} for n, message in enumerate(messages)])

    consumers = [threading.Thread(target=consume) for _ in range(4)]
    for consumer in consumers:
        consumer.start()
    for consumer in consumers:
        consumer.join()
    if len(late) != count:
        raise SystemExit(f"{len(late)} of {count} schedules acted")
    ordered = sorted(late)
    return {"rate": DUE_PER_SECOND, "p50_ms": statistics.median(ordered), "p99_ms": ordered[int(count * 0.99)]}


def fill(bench, apus):
    """Makes schedules for coming decades; answers how many there are, and the rate."""
    url = apus.queue("pending")
    arn = apus.wire().call("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    made, run, rate, seconds = 0, 0, None, 5
    while made < PENDING:
        figures = bench.wrk(
            apus.endpoint, CONNECTIONS, apus.pid, "schedules", seconds, script="schedules.lua", TARGET=arn,
            RUN=f"run{run}-{time.time_ns()}")
        made += int(figures["rate"] * seconds)
        rate = rate or figures
        seconds = max(1, min(60, int((PENDING - made) / figures["rate"]) + 1))
        run += 1
    return made, rate


def measure(bench, apus):
    """Adds the figures to those of the bench; answers the lines of its summary."""
    none = bench.add("schedules due, none pending", 4, "apus", lags(apus, "none"))
    empty_ms = bench.note("start to Ready., no schedules", apus.restart(), "ms")
    time.sleep(2)
    empty = bench.resident_megabytes(apus.pid)[1]
    made, rate = fill(bench, apus)
    bench.add("CreateSchedule", CONNECTIONS, "apus", rate)
    full_ms = bench.note(f"start to Ready., {made:,} schedules", apus.restart(), "ms")
    time.sleep(2)
    full = bench.note("memory with them, without mapped files", bench.resident_megabytes(apus.pid)[1], "MB")
    many = bench.add(f"schedules due, {made:,} pending", 4, "apus", lags(apus, "many"))
    return [
        f"  schedules: p99 {many['p99_ms']:.0f} ms late with {made:,} pending, {none['p99_ms']:.0f} ms with none   (1000)",
        f"  schedules: start in {full_ms:.0f} ms with them, {empty_ms:.0f} ms without; {full:.0f} MB of memory, {empty:.0f} MB"]


def main():
    import bench
    if len(sys.argv) > 1:
        bench.BUILD = pathlib.Path(sys.argv[1]).resolve().parent
    with tempfile.TemporaryDirectory(prefix="apus-bench-", dir=ROOT) as data:
        apus = bench.Apus(data)
        try:
            print("\n".join(measure(bench, apus)))
        finally:
            apus.process.terminate()
            apus.process.wait(timeout=60)


if __name__ == "__main__":
    main()
