"""Kills the server while the broker works, and reconciles every message afterwards."""

import threading
import time
import urllib.error

from broker.conftest import METER, QUICK, SENDER, STEADY, eventually, reading

KILLS = 3


def test_nothing_acknowledged_is_lost_and_no_number_is_missing_after_kills(broker):
    accepted, stop = {}, threading.Event()
    references = iter(range(10**9))
    lock = threading.Lock()

    def send():
        while not stop.is_set():
            with lock:
                reference = f"kill-{next(references)}"
            # A sender repeats a message until it has an answer; the reference makes it one message.
            while reference not in accepted:
                try:
                    status, answer = broker.post(reading(reference))
                    if status == 202:
                        accepted[reference] = answer["transactionID"]
                except (OSError, urllib.error.URLError, ValueError):
                    pass
                if reference not in accepted:
                    time.sleep(0.1)

    threads = [threading.Thread(target=send, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    port = int(broker.server.endpoint.rsplit(":", 1)[1])
    for _ in range(KILLS):
        count = len(accepted)
        eventually(lambda: len(accepted) > count + 20, 60)
        broker.server.kill()
        broker.server.start(port)
    count = len(accepted)
    eventually(lambda: len(accepted) > count + 20, 60)
    stop.set()
    for thread in threads:
        thread.join(60)

    ids = list(accepted.values())
    assert len(set(ids)) == len(ids), "one number was given twice"
    sequences = sorted(int(id[-12:]) for id in ids)
    assert sequences == list(range(sequences[0], sequences[0] + len(ids))), "there is a gap"

    def settled():
        found = broker.reconciliation()
        waiting = sum(r["pending"] for r in found["participants"] if r["participant"] in (QUICK, STEADY))
        return found["unrouted"] == 0 and waiting == 0 and found
    found = eventually(settled, 180)
    assert found["balanced"], found
    for id in (QUICK, STEADY):
        missing = set(ids) - set(broker.receivers[id].ids())
        assert not missing
