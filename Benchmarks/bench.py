#!/usr/bin/env python3
"""Measures Apus beside its references in one run and prints a table and bench-results/latest.json.

References: the product's HTTP stack with nothing behind it, fdatasync on the same disk, and moto_server.
Rates on a shared machine say little; the ratios and the CPU per request are what to compare.
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Conformance/crash"))
from wire import Wire  # noqa: E402

SECONDS = int(os.environ.get("SECONDS_PER_CASE", "8"))
BACKLOGS = [int(n) for n in os.environ.get("BACKLOGS", "1000,100000").split(",")]
rows = []


def cpu_seconds(pid):
    """CPU time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(command, pattern):
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("APUS_")})
    endpoint = None
    for line in process.stdout:
        if found := re.search(pattern, line):
            endpoint = found.group(0)
        if endpoint and ("Ready." in line or "Running on" in line):
            return process, endpoint
    raise SystemExit(f"{command[0]} did not start")


def wrk(endpoint, connections, queue_url, pid):
    before, threads = cpu_seconds(pid), min(2, connections)
    result = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{SECONDS}s", "--latency",
         "-s", str(ROOT / "Benchmarks/send.lua"), endpoint + "/"],
        capture_output=True, text=True, env={**os.environ, "QUEUE_URL": queue_url})
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", result.stdout)
    if not found or "Non-2xx" in result.stdout:
        raise SystemExit(result.stdout + result.stderr)
    requests, duration, p50, p99 = map(int, found.groups())
    return {
        "rate": requests / duration * 1e6, "p50_ms": p50 / 1000, "p99_ms": p99 / 1000,
        "cpu_us": (cpu_seconds(pid) - before) / requests * 1e6}


def add(case, connections, server, figures):
    rows.append({"case": case, "connections": connections, "server": server, **figures})
    print(f"{case:34} {connections:>5} {server:14} {figures.get('rate', 0):>12,.0f}/s "
          f"p50 {figures.get('p50_ms', 0):7.2f} ms  p99 {figures.get('p99_ms', 0):7.2f} ms  "
          f"CPU {figures.get('cpu_us', 0):8.1f} us", flush=True)


def fdatasync(directory):
    path = pathlib.Path(directory) / "sync-reference"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    os.ftruncate(descriptor, 1 << 20)
    os.fsync(descriptor)
    times = []
    for number in range(500):
        os.pwrite(descriptor, b"x" * 512, number * 512 % (1 << 20))
        began = time.perf_counter()
        os.fdatasync(descriptor)
        times.append(time.perf_counter() - began)
    os.close(descriptor)
    path.unlink()
    return {"rate": 1 / statistics.mean(times), "p50_ms": statistics.median(times) * 1000,
            "p99_ms": sorted(times)[494] * 1000}


def backlog(apus, endpoint, pid, waiting):
    """One consumer receives ten and deletes ten, with many messages waiting."""
    wire = Wire(int(endpoint.rsplit(":", 1)[1]), "sqs")
    url = wire.call("CreateQueue", QueueName=f"backlog-{waiting}")["QueueUrl"]
    entries = [{"Id": str(n), "MessageBody": "m" * 256} for n in range(10)]
    for _ in range(waiting // 10):
        wire.call("SendMessageBatch", QueueUrl=url, Entries=entries)
    before, began, count = cpu_seconds(pid), time.perf_counter(), 0
    while count < min(waiting, 5000):
        messages = wire.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        wire.call("DeleteMessageBatch", QueueUrl=url, Entries=[
            {"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(messages)])
        count += len(messages)
    took = time.perf_counter() - began
    return {"rate": count / took, "cpu_us": (cpu_seconds(pid) - before) / count * 1e6}


def main():
    release = ROOT / ".build/release"
    data = tempfile.mkdtemp(prefix="apus-bench-", dir=ROOT)
    processes = []
    try:
        add("fdatasync, one writer", 1, "disk", fdatasync(data))
        bare, bare_url = start([release / "bare-server"], r"http://[\d.]+:\d+")
        processes.append(bare)
        began = time.perf_counter()
        apus, apus_url = start([release / "apus", "serve", "--port", "0", "--data", data], r"http://[\d.]+:\d+")
        processes.append(apus)
        rows.append({"case": "start to Ready., empty", "ms": (time.perf_counter() - began) * 1000})
        print(f"start to Ready., empty: {rows[-1]['ms']:.0f} ms")
        url = Wire(int(apus_url.rsplit(":", 1)[1]), "sqs").call("CreateQueue", QueueName="bench")["QueueUrl"]
        for connections in (1, 16, 64):
            add("bare HTTP", connections, "bare", wrk(bare_url, connections, url, bare.pid))
            add("SQS SendMessage, durable", connections, "apus", wrk(apus_url, connections, url, apus.pid))
        for waiting in BACKLOGS:
            add(f"receive+delete, {waiting:,} waiting", 1, "apus", backlog(apus, apus_url, apus.pid, waiting))
        if moto := shutil.which("moto_server"):
            server, moto_url = start([moto, "-p", "0"], r"http://127[\d.]+:\d+")
            processes.append(server)
            queue = Wire(int(moto_url.rsplit(":", 1)[1]), "sqs").call("CreateQueue", QueueName="bench")["QueueUrl"]
            add("SQS SendMessage, memory", 16, "moto_server", wrk(moto_url, 16, queue, server.pid))
        print("\nRatios at 64 connections:")
        figures = {(row["case"], row["connections"]): row for row in rows if "connections" in row}
        ours, reference = figures["SQS SendMessage, durable", 64], figures["bare HTTP", 64]
        print(f"  rate {ours['rate'] / reference['rate']:.2f} x bare HTTP (wanted 0.4); "
              f"CPU {ours['cpu_us'] / reference['cpu_us']:.1f} x bare HTTP (wanted at most 3)")
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(data)
    results = ROOT / "bench-results"
    results.mkdir(exist_ok=True)
    (results / "latest.json").write_text(json.dumps({"load": os.getloadavg(), "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
