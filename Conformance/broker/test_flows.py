"""The broker's flows, deployed from its template and driven over HTTP."""

import concurrent.futures
import json
import threading
import time
import urllib.request

from broker.conftest import (
    METER, OTHER_SENDER, PULLER, QUICK, SENDER, SHAKY, STEADY, eventually, meter_point, reading)


def test_a_message_is_accepted_and_delivered_to_everybody_registered(broker):
    status, answer = broker.post(reading("positive"))
    assert status == 202 and answer["duplicate"] is False
    id = answer["transactionID"]
    eventually(lambda: id in broker.receivers[QUICK].ids() and id in broker.receivers[STEADY].ids())
    found = next(p for p in broker.receivers[QUICK].posts if p["D0"]["transactionID"] == id)
    assert found["R0"]["values"] == [0.125] * 48

    def routed():
        status, hops = broker.operate("GET", f"/operator/messages/{id}")
        return status == 200 and hops["state"] == "routed" and hops
    hops = eventually(routed)
    assert [d["status"] for d in hops["deliveries"]] == ["delivered", "delivered"]
    archived = broker.client("s3").get_object(Bucket=hops["archive"]["bucket"], Key=hops["archive"]["key"])
    assert json.loads(archived["Body"].read()) == reading("positive")
    assert archived["VersionId"] == hops["archive"]["versionID"]


def test_the_same_reference_is_one_message(broker):
    first = broker.post(reading("twice"))[1]
    status, second = broker.post(reading("twice"))
    assert status == 202 and second["duplicate"] is True
    assert second["transactionID"] == first["transactionID"]
    following = broker.post(reading("twice-next"))[1]["transactionID"]
    assert int(following[-12:]) == int(first["transactionID"][-12:]) + 1


def test_what_is_refused_is_named_recorded_and_takes_no_number(broker):
    before = broker.post(reading("before-refusals"))[1]["transactionID"]
    hole = reading("hole")
    hole["R0"]["values"][17] = None
    assert broker.request("POST", "/messages", reading("a"))[0] == 403
    assert broker.request("POST", "/messages", reading("a"), key="0" * 40)[0] == 403
    assert broker.post(reading("a"), sender=OTHER_SENDER)[0] == 403
    status, answer = broker.post(hole)
    assert (status, answer["path"]) == (422, "$.R0.values[17]")
    status, answer = broker.post(b"{")
    assert (status, answer["code"]) == (422, "Malformed")
    assert broker.post(reading("unknown", meter=meter_point(999)))[0] == 404
    assert broker.post(reading("large", DIPConnectionProviderID="x" * 200_000))[0] == 413
    broker.register(OTHER_SENDER, dailyQuota=1)
    assert broker.post(reading("q1", sender=OTHER_SENDER), sender=OTHER_SENDER)[0] == 202
    assert broker.post(reading("q2", sender=OTHER_SENDER), sender=OTHER_SENDER)[0] == 429
    broker.register(OTHER_SENDER)
    after = broker.post(reading("after-refusals"))[1]["transactionID"]
    assert int(after[-12:]) == int(before[-12:]) + 1
    recorded = broker.operate("GET", "/operator/refusals?limit=100")[1]["refusals"]
    assert {r["status"] for r in recorded} >= {403, 404, 413, 422, 429}


def test_after_its_retries_a_message_is_dead_and_comes_back_when_redriven(broker):
    shaky, meter = broker.receivers[SHAKY], meter_point(1)
    broker.register_meter(meter, [QUICK, SHAKY])
    shaky.status = 500
    id = broker.post(reading("exception", meter=meter))[1]["transactionID"]
    eventually(lambda: id in broker.receivers[QUICK].ids())

    def dead():
        letters = broker.operate("GET", f"/dead-letters?participant={SHAKY}")[1]["deadLetters"]
        return next((letter for letter in letters if letter["transactionID"] == id), None)
    letter = eventually(dead, 60)
    assert "500" in letter["reason"] and letter["attempts"] == 3
    queue = broker.outputs["DeadLetterQueueUrl"]
    sqs = broker.client("sqs")

    def told():
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
        return any(json.loads(m["Body"])["transactionID"] == id for m in found)
    # The sweep may be looking through the queue.
    eventually(told)

    shaky.status = 200
    status, answer = broker.operate(
        "POST", "/dead-letters/redrive", {"participant": SHAKY, "deliveryIDs": [letter["deliveryID"]]})
    assert (status, answer["redriven"]) == (200, 1)
    eventually(lambda: shaky.ids().count(id) == 1)
    eventually(lambda: broker.row(SHAKY)["dead"] == 0 and broker.reconciliation()["balanced"])


def test_a_receiver_that_is_away_finds_its_messages_in_order_and_holds_nobody_back(broker):
    shaky, meter = broker.receivers[SHAKY], meter_point(2)
    broker.register_meter(meter, [QUICK, SHAKY])
    shaky.go()
    ids = [broker.post(reading(f"away-{n}", meter=meter))[1]["transactionID"] for n in range(15)]
    eventually(lambda: set(ids) <= set(broker.receivers[QUICK].ids()))
    assert not set(ids) & set(shaky.ids())
    eventually(lambda: broker.row(SHAKY)["pending"] >= 15)
    shaky.come()
    eventually(lambda: set(ids) <= set(shaky.ids()), 60)
    eventually(lambda: broker.row(SHAKY)["pending"] == 0)
    assert all(shaky.ids().count(id) == 1 for id in ids)


def test_a_receiver_that_is_back_catches_up_while_the_senders_go_on(broker):
    shaky, meters = broker.receivers[SHAKY], [meter_point(100 + n) for n in range(40)]
    for meter in meters:
        broker.register_meter(meter, [QUICK, SHAKY])
    shaky.go()
    backlog, sent, stop = [], [], threading.Event()

    def post(name, number, into):
        into.append(broker.post(reading(f"{name}-{number}", meter=meters[number % 40]))[1]["transactionID"])

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: post("backlog", n, backlog), range(160)))
    eventually(lambda: broker.row(SHAKY)["pending"] >= 160, 60)
    shaky.most_under_way = 0
    # Eight at a time would be no more than twenty a second.
    shaky.pause = 0.4

    def send():
        number = 0
        while not stop.is_set():
            post("meanwhile", number, sent)
            number += 1
            stop.wait(0.1)
    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    try:
        shaky.come()
        eventually(lambda: set(backlog) <= set(shaky.ids()), 60)

        def is_back():
            row = broker.row(SHAKY)
            return row["lane"] == "shared" and row["pending"] < 10
        eventually(is_back, 60)
    finally:
        stop.set()
        sender.join(30)
        shaky.pause = 0
    assert shaky.most_under_way > 8, "a receiver that takes its messages is not given more of them at a time"
    eventually(lambda: set(sent) <= set(shaky.ids()) and set(sent) <= set(broker.receivers[QUICK].ids()), 60)
    eventually(lambda: broker.row(SHAKY)["pending"] == 0)
    for meter in meters:
        own = [p["D0"]["transactionID"] for p in shaky.posts if p["M0"]["MPANCore"] == meter]
        waited = [id for id in own if id in set(backlog)]
        assert waited == sorted(waited), "the order of a meter point was lost"


def test_a_slow_receiver_is_served_beside_the_others(broker):
    shaky, meter = broker.receivers[SHAKY], meter_point(3)
    broker.register_meter(meter, [QUICK, SHAKY])
    shaky.pause = 1
    try:
        ids = [broker.post(reading(f"slow-{n}", meter=meter))[1]["transactionID"] for n in range(20)]
        eventually(lambda: set(ids) <= set(broker.receivers[QUICK].ids()), 20)
        eventually(lambda: set(ids) <= set(shaky.ids()), 60)
    finally:
        shaky.pause = 0
    eventually(lambda: broker.reconciliation()["balanced"] and broker.row(SHAKY)["pending"] == 0)


def test_a_receiver_that_answers_after_its_time_out_gets_the_message_again(broker):
    shaky, meter = broker.receivers[SHAKY], meter_point(4)
    broker.register_meter(meter, [SHAKY])
    shaky.pause = 2.5
    id = broker.post(reading("late-200", meter=meter))[1]["transactionID"]
    eventually(lambda: id in shaky.ids())
    shaky.pause = 0
    eventually(lambda: broker.operate("GET", f"/operator/messages/{id}")[1]["deliveries"][0]["status"] == "delivered")
    assert shaky.ids().count(id) >= 2, "only the receiver knows that it had the first"


def test_a_receiver_without_a_webhook_pulls_in_order(broker):
    meter, key = meter_point(5), broker.keys[PULLER]["key"]
    broker.register_meter(meter, [PULLER])
    ids = [broker.post(reading(f"pull-{n}", meter=meter))[1]["transactionID"] for n in range(5)]
    eventually(lambda: broker.row(PULLER)["pending"] == 5)
    status, answer = broker.request("GET", f"/pull/{PULLER}?limit=3", key=key)
    assert [m["transactionID"] for m in answer["messages"]] == ids[:3]
    assert json.loads(answer["messages"][0]["body"])["D0"]["transactionID"] == ids[0]
    names = [m["deliveryID"] for m in answer["messages"]]
    assert broker.request("POST", f"/pull/{PULLER}/acknowledge", {"deliveryIDs": names}, key)[1] == {"acknowledged": 3}
    answer = broker.request("GET", f"/pull/{PULLER}", key=key)[1]
    assert [m["transactionID"] for m in answer["messages"]] == ids[3:]
    assert broker.request("GET", f"/pull/{PULLER}", key=broker.keys[QUICK]["key"])[0] == 403


def test_archived_messages_go_out_again_as_replays(broker):
    id = broker.post(reading("again"))[1]["transactionID"]
    eventually(lambda: id in broker.receivers[QUICK].ids())
    eventually(lambda: broker.operate("GET", f"/operator/messages/{id}")[1]["state"] == "routed")
    status, answer = broker.operate("POST", "/resend", {"transactionID": id, "receiver": QUICK})
    assert (status, answer["resent"]) == (202, 1)
    eventually(lambda: id in broker.receivers[QUICK].ids(replays=True))
    accepted = broker.operate("GET", f"/operator/messages/{id}")[1]["acceptedAt"]
    ask = {"receiver": QUICK, "from": accepted, "to": accepted, "meter": METER}
    status, answer = broker.request("POST", "/resend", ask, broker.keys[QUICK]["key"])
    assert status == 202 and answer["resent"] >= 1
    eventually(lambda: broker.receivers[QUICK].ids(replays=True).count(id) == 2)


def test_a_change_of_supplier_parts_two_messages_of_one_meter(broker):
    meter = meter_point(6)
    broker.register_meter(meter, [QUICK])
    change = {"participant": STEADY, "role": "R0", "from": "2026-02-04"}
    assert broker.operate("POST", f"/operator/meters/{meter}/appointments", change)[0] == 200
    late = broker.post(reading("change-late", meter=meter, date="2026-02-03"))[1]["transactionID"]
    new = broker.post(reading("change-new", meter=meter, date="2026-02-04"))[1]["transactionID"]
    eventually(lambda: late in broker.receivers[QUICK].ids() and new in broker.receivers[STEADY].ids())
    assert new not in broker.receivers[QUICK].ids() and late not in broker.receivers[STEADY].ids()


def test_a_correction_is_a_new_version_and_the_past_is_kept(broker):
    meter = meter_point(7)
    broker.register_meter(meter, [QUICK])
    first = broker.post(reading("version-1", meter=meter, value=1))[1]
    eventually(lambda: first["transactionID"] in broker.receivers[QUICK].ids())
    time.sleep(0.01)
    second = broker.post(reading("version-2", meter=meter, value=2))[1]
    path = f"/operator/readings/{meter}/2026-02-03"

    def seen():
        return broker.operate("GET", f"{path}?receiver={QUICK}")[1]["held"] == second["transactionID"]
    eventually(seen)
    now = broker.operate("GET", path)[1]
    assert (len(now["versions"]), now["held"]) == (2, second["transactionID"])
    then = broker.operate("GET", f"{path}?asOf={first['acceptedAt']}")[1]
    assert then["held"] == first["transactionID"]
    assert json.loads(then["body"])["R0"]["values"][0] == 1


def test_a_body_of_many_megabytes_is_put_past_the_api_and_delivered(broker):
    key = broker.keys[SENDER]["key"]
    status, upload = broker.request("POST", "/uploads", {"senderDIPID": SENDER}, key)
    assert status == 201
    message = reading("bulk")
    series = {"MPANCore": METER, **message.pop("R0")}
    del message["M0"]
    message["S0"]["interfaceID"] = "IF-022"
    message["A0"] = {"primaryRecipients": [QUICK]}
    message["R1"] = {"series": [series] * 15_000}
    body = json.dumps(message).encode()
    assert len(body) > 8_000_000
    put = urllib.request.Request(upload["url"], method="PUT", data=body)
    with urllib.request.urlopen(put, timeout=60) as answer:
        assert answer.status == 200
    status, answer = broker.request("POST", f"/uploads/{upload['upload']}", {"senderDIPID": SENDER}, key)
    assert status == 202, answer
    eventually(lambda: answer["transactionID"] in broker.receivers[QUICK].ids(), 60)


def test_everything_balances_to_the_message(broker):
    def settled():
        found = broker.reconciliation()
        waiting = sum(r["pending"] for r in found["participants"] if r["participant"] != PULLER)
        return found["unrouted"] == 0 and waiting == 0 and found
    found = eventually(settled, 60)
    assert found["balanced"]
    for id, receiver in broker.receivers.items():
        row = next(r for r in found["participants"] if r["participant"] == id)
        assert row["delivered"] == len(set(receiver.ids()))
