"""Replays: how fast archived events reach a queue again, and the memory beside a large archive.

The archive is filled by PutEvents of ten events each, on a bus whose rule is made afterwards.

Alone: replays.py [BINARY], with ARCHIVED (200000) and REPLAYED (ARCHIVED, at most 200000) from the environment. Ten
million events of some 500 bytes take some ten gigabytes of disk.
"""

import json
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARCHIVED = int(os.environ.get("ARCHIVED", "200000"))
REPLAYED = int(os.environ.get("REPLAYED", str(min(ARCHIVED, 200_000))))
CONNECTIONS = 64
WANTED = 20_000


def fill(bench, apus, events):
    """Brings the archive to at least ARCHIVED events; answers how many there are and the rate."""
    rate, seconds = None, 3
    while (missing := ARCHIVED - events.call("DescribeArchive", ArchiveName="bench")["EventCount"]) > 0:
        if rate:
            seconds = max(1, min(60, int(missing / rate["rate"]) + 1))
        found = bench.wrk(apus.endpoint, CONNECTIONS, apus.pid, "archive", seconds, BUS="archived")
        rate = rate or {**found, "rate": found["rate"] * 10, "cpu_us": found["cpu_us"] / 10}
    return ARCHIVED - missing, rate


def replay(bench, apus, events, url):
    """Sends REPLAYED events again; answers the figures."""
    before, began = bench.cpu_seconds(apus.pid), time.perf_counter()
    events.call("StartReplay", ReplayName="bench", EventSourceArn=ARN + "archive/bench",
                EventStartTime=0, EventEndTime=int(time.time()) + 3600,
                Destination={"Arn": ARN + "event-bus/archived"})
    memory = 0
    while (arrived := apus.waiting(url)) < REPLAYED:
        memory = max(memory, bench.resident_megabytes(apus.pid)[1])
        if events.call("DescribeReplay", ReplayName="bench")["State"] == "FAILED":
            raise SystemExit(events.call("DescribeReplay", ReplayName="bench"))
        time.sleep(0.1)
    took, spent = time.perf_counter() - began, bench.cpu_seconds(apus.pid) - before
    if events.call("DescribeReplay", ReplayName="bench")["State"] in ("STARTING", "RUNNING"):
        events.call("CancelReplay", ReplayName="bench")
    return {"rate": arrived / took, "cpu_us": spent / arrived * 1e6, "memory_mb": memory}


ARN = "arn:aws:events:eu-central-1:000000000000:"


def measure(bench):
    """Adds the figures to those of the bench; answers the lines of its summary."""
    with tempfile.TemporaryDirectory(prefix="apus-bench-", dir=ROOT) as data:
        apus = bench.Apus(data)
        try:
            events = apus.wire("events")
            events.call("CreateEventBus", Name="archived")
            events.call("CreateArchive", ArchiveName="bench", EventSourceArn=ARN + "event-bus/archived")
            archived, rate = fill(bench, apus, events)
            bench.add("PutEvents by tens into an archive", CONNECTIONS, "apus", rate)
            apus.restart()
            time.sleep(2)
            events = apus.wire("events")
            idle = bench.resident_megabytes(apus.pid)[1]
            url = apus.queue("replayed")
            queue = apus.wire().call("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])
            events.call("PutRule", Name="all", EventBusName="archived", EventPattern=json.dumps({"source": ["bench"]}))
            events.call("PutTargets", Rule="all", EventBusName="archived",
                        Targets=[{"Id": "1", "Arn": queue["Attributes"]["QueueArn"]}])
            found = bench.add(f"replay of {archived:,} archived events", 1, "apus", replay(bench, apus, events, url))
        finally:
            apus.process.terminate()
            apus.process.wait(timeout=60)
    return [f"  replay: {found['rate']:,.0f} events/s, {found['cpu_us']:.1f} us of CPU each   ({WANTED:,})",
            f"  replay: {found['memory_mb']:.0f} MB of memory while it runs with {archived:,} archived, {idle:.0f} MB at rest"]


def main():
    import bench
    if len(sys.argv) > 1:
        bench.BUILD = pathlib.Path(sys.argv[1]).resolve().parent
    print("\n".join(measure(bench)))


if __name__ == "__main__":
    main()
