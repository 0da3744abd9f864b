"""The meter broker under load: four recipients a message, all of them quick, accepted and delivered at a steady rate."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

RATE = int(os.environ.get("BROKER_RATE", "1000"))
SECONDS = int(os.environ.get("BROKER_SECONDS", "60"))
WARMING_SECONDS = 15
# Of each of the two senders.
CONNECTIONS = 32
TOOLS = pathlib.Path(__file__).resolve().parent.parent / "Applications/MeterBroker/Tools"


def children_cpu_seconds(pid):
    """CPU time so far of a process's children, those that have ended too."""
    total = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            total += int(fields[11]) + int(fields[12])
        elif path.parent.name == str(pid):
            total += int(fields[13]) + int(fields[14])
    return total / os.sysconf("SC_CLK_TCK")


def measure(bench):
    """Deploys the broker on a server of its own and drives it; answers lines for the summary."""
    with tempfile.TemporaryDirectory(prefix="apus-bench-", dir=bench.ROOT) as data:
        process, endpoint, _ = bench.start_apus(data)
        try:
            return run(bench, process.pid, endpoint, pathlib.Path(data) / "setup.json")
        finally:
            process.terminate()
            process.wait(timeout=60)


def run(bench, pid, endpoint, path):
    subprocess.run(
        [sys.executable, TOOLS / "deploy.py", "--endpoint", endpoint, "--binary", bench.BUILD / "meter-broker",
         "--setup", path], check=True, stdout=subprocess.DEVNULL)
    setup = json.loads(path.read_text())
    # What is measured is the broker, not receivers that are slow or away on purpose.
    for number, participant in enumerate(setup["participants"]):
        if participant["behaviour"] != "sender":
            participant |= {"behaviour": "quick", "port": participant.get("port", 46650 + number)}
    path.write_text(json.dumps(setup))
    seen, server, functions, simulator = simulate(bench, path, pid)
    accepted, before, after = max(1, seen["accepted"]), seen["before"], seen["after"]
    delivered = after["delivered"] - before["delivered"]
    entered = after["accepted"] - before["accepted"]
    bench.add(f"meter broker, {RATE:,}/s asked", 2 * CONNECTIONS, "apus", {
        "rate": accepted / seen["seconds"], "p50_ms": seen["accept_p50_ms"], "p99_ms": seen["accept_p99_ms"],
        "cpu_us": server / accepted * 1e6, "functions_cpu_us": functions / accepted * 1e6,
        "deliveries": delivered / seen["seconds"], "refused": seen["refused"], "failed": seen["failed"],
        "before": before, "after": after})
    return [
        f"  meter broker: {accepted / seen['seconds']:,.0f} accepted/s, p99 {seen['accept_p99_ms']} ms   (1,000, 100)",
        f"  meter broker: {delivered / seen['seconds']:,.0f} deliveries/s of {entered / seen['seconds']:,.0f} routed, "
        f"{after['unrouted'] + after['pending'] - before['unrouted'] - before['pending']:+,} waiting at the end",
        f"  meter broker: {server / accepted * 1000:.1f} ms of the server's CPU a message, "
        f"{functions / accepted * 1000:.1f} ms of the functions', {simulator / accepted * 1000:.1f} ms of load and receivers",
    ]


def simulate(bench, setup, pid):
    """Plays the market; answers what it saw, and the CPU seconds of the server, the functions and itself meanwhile.

    It warms up in the same run: receivers that go away for a moment would be served beside the others from then on."""
    simulator = subprocess.Popen(
        [bench.BUILD / "meter-simulator", "--setup", setup, "--rate", str(RATE), "--connections", str(CONNECTIONS),
         "--warming", str(WARMING_SECONDS), "--seconds", str(SECONDS), "--json"], stdout=subprocess.PIPE, text=True)

    def used():
        return [bench.cpu_seconds(pid), children_cpu_seconds(pid), bench.cpu_seconds(simulator.pid)]

    if simulator.stdout.readline().strip() != "warm":
        raise SystemExit("the simulator did not start: " + simulator.stdout.read())
    before = used()
    time.sleep(SECONDS)
    after = used()
    text = simulator.communicate()[0]
    if simulator.returncode:
        raise SystemExit(text)
    return json.loads(text), *(b - a for a, b in zip(before, after))
