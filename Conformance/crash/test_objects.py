"""Kills of a loaded server lose no acknowledged object, bring back no deleted one and leave no orphaned file."""

import os
import pathlib
import random
import subprocess
import tempfile
import threading
import time

import conftest
import objects
import torture

KILLS = max(3, int(os.environ.get("KILLS", "20")) // 2)


def round_of_load(process, ledger, kill, seconds, chance):
    stop = threading.Event()
    workers = [(work, f"{letter}{kill}-{number}" if letter == "r" else f"{letter}{number}")
               for work, letter, count in (
                   (objects.write_plain, "p", 3), (objects.write_versions, "v", 2), (objects.race, "r", 3),
                   (objects.upload, "u", 2))
               for number in range(count)]
    threads = [
        threading.Thread(target=objects.guarded, args=(
            work, process.port, ledger, name, stop, random.Random(chance.random())))
        for work, name in workers]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    process.kill()
    stop.set()
    for thread in threads:
        thread.join(timeout=60)


def verify(data):
    return subprocess.run([str(conftest.BINARY), "verify", "--data", data], capture_output=True, text=True)


def test_acknowledged_objects_outlive_kills_and_deleted_ones_stay_deleted():
    chance, ledger = random.Random(31), objects.Ledger()
    process = torture.Process(str(conftest.BINARY), tempfile.mkdtemp(prefix="apus-objects-"))
    process.start()
    objects.prepare(process.port)
    blobs = pathlib.Path(process.data) / "blobs"
    left = 0
    for kill in range(KILLS):
        round_of_load(process, ledger, kill, chance.uniform(0.2, 0.8), chance)
        left += len(list((blobs / "unsettled").iterdir()))
        process.start()
        for folder in ("incoming", "unsettled"):
            assert list((blobs / folder).iterdir()) == [], f"the start left something in {folder}"
    faults = objects.audit(process.port, ledger)
    process.process.terminate()
    process.process.wait(timeout=30)
    verified = verify(process.data)
    assert faults == []
    assert verified.returncode == 0, verified.stdout + verified.stderr
    # The load must have been one that kills can hit.
    assert ledger.operations > 20 * KILLS and ledger.counted > KILLS and left > 0
    assert ledger.winners and ledger.removed and ledger.ended


def test_the_audit_finds_what_is_lost_and_what_came_back(own_server):
    server = own_server()
    port = int(server.endpoint.rsplit(":", 1)[1])
    objects.prepare(port)
    client, ledger = objects.Client(port), objects.Ledger()
    version = client.put("versioned/k", objects.content(1)).getheader("x-amz-version-id")
    client.put("plain/there", objects.content(2))
    ledger.acknowledge("plain/gone", 3)
    ledger.acknowledge("plain/there", None)
    ledger.kept["k", "never"] = 4
    ledger.kept["k", version] = 5
    ledger.removed.add(("k", version))
    ledger.counted = 1
    ledger.uploads["plain/there", "never"] = {1: "tag"}
    assert len(objects.audit(port, ledger)) == 7
