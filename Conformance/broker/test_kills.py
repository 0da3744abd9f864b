"""Kills the server while the broker works, and reconciles every message afterwards."""

import http.client
import json
import subprocess
import sys
import threading
import time

import pytest

from broker.conftest import (
    APPLICATION, PULLER, QUICK, SENDER, SHAKY, STEADY, eventually, meter_point, reading)

KILLS = 3
PARAMETERS = {"Retries": 1, "RetrySecondsMax": 1, "DeliverySeconds": 8, "CatchUpSeconds": 8, "VisibilitySeconds": 8}
# Of everything that the tests of this module send, as the senders learned them.
ACCEPTED = set()


def insist(action):
    """Does it again until there is an answer that is no failure; answers it, and how often it was tried."""
    tries = 0
    while True:
        tries += 1
        try:
            status, answer = action()
            if status < 500:
                return status, answer, tries
        except (OSError, http.client.HTTPException, ValueError):
            pass
        time.sleep(0.05)


class Work:
    """Does what its pieces say, on some threads, each until it is answered; says how far it has come."""

    def __init__(self, pieces, act, threads=4):
        self.pieces, self.act, self.done = iter(pieces), act, []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        while True:
            with self.lock:
                piece = next(self.pieces, None)
            if piece is None:
                return
            self.done.append((piece, *insist(lambda: self.act(piece))))

    def kill_meanwhile(self, broker, every, kills=KILLS):
        for _ in range(kills):
            count = len(self.done)
            while len(self.done) < count + every and self.is_alive:
                time.sleep(0.001)
            assert self.is_alive, "it was done before the last kill"
            broker.crash()

    @property
    def is_alive(self):
        return any(thread.is_alive() for thread in self.threads)

    def finish(self):
        for thread in self.threads:
            thread.join(60)
        assert not self.is_alive
        return self.done


def send(broker, name, meters, count):
    """Sends messages of the meters by turns; a sender repeats each until it has an answer, its reference makes it one."""
    def post(reference):
        meter = meters[int(reference.rsplit("-", 1)[1]) // 2 % len(meters)]
        return broker.post(reading(reference, meter=meter))
    work = Work([f"{name}-{n}" for n in range(count)], post)
    work.ids = lambda: [answer["transactionID"] for _, status, answer, _ in work.done if status == 202]
    return work


def accepted(work):
    work.finish()
    ids = work.ids()
    assert len(set(ids)) == len(work.done), "a message was refused, or one number was given twice"
    ACCEPTED.update(ids)
    return ids


def repaired(broker, condition, seconds=30):
    """Waits until the condition holds, and lets the sweep repair meanwhile what a crash left."""
    end, swept = time.monotonic() + seconds, time.monotonic()
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        if time.monotonic() > swept + 3:
            broker.sweep()
            swept = time.monotonic()
        time.sleep(0.1)
    return found


def audit(broker, *settled):
    """What holds whenever nobody is at work: the counts, the deliveries, the numbers and the receivers agree."""
    def done():
        found = broker.reconciliation()
        rows = {row["participant"]: row for row in found["participants"]}
        waiting = sum(rows[id]["pending"] + rows[id]["replay_pending"] for id in settled)
        return found["unrouted"] == 0 and waiting == 0 and found
    found = repaired(broker, done)
    assert found["balanced"], found
    for row in found["participants"]:
        for kind in ("", "replay_"):
            parts = [row[kind + part] for part in ("delivered", "pending", "dead")]
            assert row[kind + "accepted"] == sum(parts) and min(parts) >= 0, row
    numbers = sorted(int(id[-12:]) for id in ACCEPTED)
    assert numbers == list(range(1, len(ACCEPTED) + 1)), "there is a gap, or a number that nobody has"
    assert next(r for r in found["participants"] if r["participant"] == SENDER)["sent"] == len(ACCEPTED)
    for id, receiver in broker.receivers.items():
        assert {p["D0"]["transactionID"] for p in receiver.posts} <= ACCEPTED, "delivered, and never accepted"
        row = next(r for r in found["participants"] if r["participant"] == id)
        assert id not in settled or row["delivered"] == len(set(receiver.ids())), row
    return {row["participant"]: row for row in found["participants"]}


@pytest.fixture(autouse=True)
def well(broker):
    yield
    for receiver in broker.receivers.values():
        receiver.judge = None


def test_nothing_acknowledged_is_lost_and_no_number_is_missing_after_kills(broker):
    meter = meter_point(1)
    broker.register_meter(meter, [QUICK, STEADY])
    work = send(broker, "accept", [meter], 200)
    work.kill_meanwhile(broker, every=20)
    ids = accepted(work)
    audit(broker, QUICK, STEADY)
    for id in (QUICK, STEADY):
        assert set(ids) <= set(broker.receivers[id].ids())


def test_kills_under_slow_refusals_and_redrive_lose_no_dead_letter(broker):
    # Messages of one meter point wait for each other's retries.
    meters, shaky = [meter_point(200 + n) for n in range(10)], broker.receivers[SHAKY]
    for meter in meters:
        broker.register_meter(meter, [QUICK, SHAKY])

    def refuses(message):
        return int(message["S1"]["senderUniqueReference"].rsplit("-", 1)[1]) % 2 == 0

    shaky.judge = lambda message: (500, 0.3) if refuses(message) else (200, 0)
    work = send(broker, "dead", meters, 40)
    work.kill_meanwhile(broker, every=8, kills=2)
    ids = accepted(work)

    def dead():
        status, answer = broker.operate("GET", f"/dead-letters?participant={SHAKY}&limit=100")
        return len(answer["deadLetters"]) == 20 and answer["deadLetters"]
    letters = repaired(broker, dead)
    repaired(broker, broker.letters_agree, 120)
    assert all("500" in letter["reason"] for letter in letters)
    assert audit(broker, QUICK, SHAKY)[SHAKY]["dead"] == 20

    # The first half goes one by one, the rest as a batch.
    shaky.judge = None
    one_by_one = [letter["deliveryID"] for letter in letters[:12]]
    work = Work(one_by_one, lambda id: broker.operate(
        "POST", "/dead-letters/redrive", {"participant": SHAKY, "deliveryIDs": [id]}), threads=1)
    work.kill_meanwhile(broker, every=3)
    work.finish()
    batch = Work([SHAKY], lambda id: broker.operate("POST", "/dead-letters/redrive", {"participant": id}), threads=1)
    broker.crash()
    batch.finish()
    assert operate(broker, "redrive", "--participant", SHAKY).startswith("redriven: 0")
    # What a look that was cut off hides comes to light before long.
    repaired(broker, broker.letters_agree, 120)
    row = audit(broker, QUICK, SHAKY)[SHAKY]
    assert (row["dead"], row["delivered"]) == (0, 40)
    assert set(ids) == set(shaky.ids())


def operate(broker, *arguments):
    setup = json.dumps({"api": broker.base, "operatorKey": broker.operator})
    return subprocess.run(
        [sys.executable, APPLICATION / "Tools/operate.py", "--setup", "/dev/stdin", *arguments],
        input=setup, capture_output=True, text=True, timeout=60, check=True).stdout


def test_kills_under_resend_repeat_no_original_and_lose_no_replay(broker):
    meter, quick = meter_point(3), broker.receivers[QUICK]
    broker.register_meter(meter, [QUICK])
    ids = accepted(send(broker, "again", [meter], 24))
    before = audit(broker, QUICK)[QUICK]
    work = Work(
        ids, lambda id: broker.operate("POST", "/resend", {"transactionID": id, "receiver": QUICK}), threads=2)
    work.kill_meanwhile(broker, every=4)
    tries = {id: count for id, status, _, count in work.finish()}
    row = audit(broker, QUICK)[QUICK]
    # An operator whose answer was lost has asked again: at least one copy for each, one for each request at most.
    copies = {id: {p["delivery"] for p in quick.posts if p["D0"]["transactionID"] == id and p["D0"]["replayIndicator"]}
              for id in ids}
    for id in ids:
        assert 1 <= len(copies[id]) <= tries[id]
    assert row["replay_delivered"] - before["replay_delivered"] == sum(map(len, copies.values()))
    assert row["delivered"] == before["delivered"] and set(quick.ids(replays=True)) <= set(ids)


def test_kills_under_pull_bring_back_what_was_not_acknowledged_and_nothing_else(broker):
    meter, key = meter_point(4), broker.keys[PULLER]["key"]
    broker.register_meter(meter, [PULLER])
    sending = send(broker, "pull", [meter], 120)
    acknowledged, asked, shown = set(), set(), set()

    def fetch():
        status, answer, _ = insist(lambda: broker.request("GET", f"/pull/{PULLER}?limit=7", key=key))
        names = [message["deliveryID"] for message in answer["messages"]]
        assert names == sorted(names)
        assert not acknowledged & set(names), "an acknowledged message came back"
        shown.update(names)
        return names

    def acknowledge(names):
        asked.update(names)
        try:
            body = {"deliveryIDs": names}
            status, answer = broker.request("POST", f"/pull/{PULLER}/acknowledge", body, key)
        except (OSError, http.client.HTTPException, ValueError):
            return
        if status == 200:
            acknowledged.update(names)

    def pull(stop):
        while not stop.is_set():
            # The last two of a page are left, as if the receiver had died before it was done with them.
            acknowledge(fetch()[:5])

    stop, failures = threading.Event(), []

    def run():
        try:
            pull(stop)
        except AssertionError as error:
            failures.append(error)
    puller = threading.Thread(target=run, daemon=True)
    puller.start()
    for _ in range(KILLS):
        count = len(acknowledged)
        eventually(lambda: len(acknowledged) > count + 8 or failures, 60)
        broker.crash()
    ids = accepted(sending)
    repaired(broker, lambda: broker.reconciliation()["unrouted"] == 0)
    stop.set()
    puller.join(60)
    assert not failures and not puller.is_alive()
    left = shown - asked
    while names := fetch():
        left -= set(names)
        insist(lambda: broker.request("POST", f"/pull/{PULLER}/acknowledge", {"deliveryIDs": names}, key))
        acknowledged.update(names)
    assert not left, "what was shown and not acknowledged did not come back"
    assert {name.split("#")[1] for name in shown} == set(ids)
    row = audit(broker, PULLER)[PULLER]
    assert (row["accepted"], row["delivered"]) == (len(ids), len(ids))
