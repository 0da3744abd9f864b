"""The operators' command line, against a broker at work."""

import json
import subprocess
import sys

import pytest

from broker.conftest import APPLICATION, QUICK, SENDER, SHAKY, STEADY, eventually, meter_point, reading


@pytest.fixture
def operate(broker, tmp_path):
    setup = tmp_path / "setup.json"
    setup.write_text(json.dumps({"api": broker.base, "operatorKey": broker.operator}))

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, APPLICATION / "Tools/operate.py", "--setup", setup, *arguments],
            capture_output=True, text=True, timeout=120)
        assert not done.stderr, done.stderr
        return done.stdout
    return run


def test_a_message_is_followed_from_acceptance_to_its_receivers(broker, operate):
    id = broker.post(reading("followed"))[1]["transactionID"]
    eventually(lambda: operate("follow", id).count("delivered after 1 attempts") == 2)
    shown = operate("follow", id)
    assert f"to {QUICK}" in shown and f"to {STEADY}" in shown and "routed" in shown
    assert json.loads(operate("--json", "follow", id))["transactionID"] == id


def test_the_table_balances_with_its_audit(broker, operate):
    lines = eventually(lambda: "balanced, 0 to be routed" in (out := operate("reconciliation", "--audit")) and out)
    assert any(line.startswith(QUICK) for line in lines.splitlines())


def test_a_dead_letter_is_listed_and_redriven_from_the_terminal(broker, operate):
    meter = meter_point(77)
    broker.register_meter(meter, [SHAKY])
    broker.receivers[SHAKY].status = 500
    id = broker.post(reading("buried", meter=meter))[1]["transactionID"]
    listed = eventually(lambda: SHAKY in (out := operate("dead-letters", "--participant", SHAKY)) and out, 60)
    assert "500" in listed
    broker.receivers[SHAKY].status = 200
    assert "redriven: 1" in operate("redrive", "--participant", SHAKY)
    eventually(lambda: id in broker.receivers[SHAKY].ids())


def test_a_route_is_fixed_and_a_range_goes_out_again_from_the_terminal(broker, operate):
    meter = meter_point(78)
    broker.register_meter(meter, [SHAKY])
    shaky = broker.receivers[SHAKY]
    operate("webhook", SHAKY, "http://127.0.0.1:9/nowhere")
    id = broker.post(reading("rerouted", meter=meter))[1]["transactionID"]
    eventually(lambda: "could not be reached" in operate("follow", id))
    operate("webhook", SHAKY, f"http://127.0.0.1:{shaky.port}/in")
    eventually(lambda: id in shaky.ids())
    assert f":{shaky.port}/in" in operate("participants")
    eventually(lambda: "delivered after" in operate("follow", id))
    accepted = json.loads(operate("--json", "follow", id))["acceptedAt"]
    again = ("resend", "--receiver", SHAKY, "--from", accepted, "--to", accepted, "--meter", meter)
    assert "resent: 1" in operate(*again)
    eventually(lambda: id in shaky.ids(replays=True))
    eventually(lambda: f"to {SHAKY} again" in (out := operate("follow", id)) and out.count("delivered after") == 2)
    assert f'"{meter}"' in operate("follow", id, "--body")


def test_the_versions_of_readings_are_shown_from_the_terminal(broker, operate):
    meter = meter_point(79)
    broker.register_meter(meter, [QUICK])
    first = broker.post(reading("shown-1", meter=meter, value=1))[1]
    second = broker.post(reading("shown-2", meter=meter, value=2))[1]
    eventually(lambda: f"version 2: {second['transactionID']}" in operate("readings", meter, "2026-02-03"))
    assert "<- held" in operate("readings", meter, "2026-02-03").splitlines()[1]
    then = operate("readings", meter, "2026-02-03", "--as-of", first["acceptedAt"])
    assert "<- held" in then.splitlines()[0] and '"values": [1' in then


def test_a_message_goes_out_again_and_a_refusal_is_listed(broker, operate):
    id = broker.post(reading("twice-out"))[1]["transactionID"]
    eventually(lambda: id in broker.receivers[QUICK].ids())
    eventually(lambda: "routed" in operate("follow", id))
    assert "resent: 1" in operate("resend", id, "--receiver", QUICK)
    eventually(lambda: id in broker.receivers[QUICK].ids(replays=True))
    assert broker.post(reading("unknown", meter=meter_point(998)))[0] == 404
    assert "404" in operate("refusals")


def test_what_the_gateway_refuses_is_counted(broker, operate):
    for _ in range(3):
        assert broker.request("POST", "/messages", reading("strange"), "nobody's key")[0] == 403
    gateway = broker.client("apigateway")
    id = broker.outputs["ParticipantPlanId"]
    before = gateway.get_usage_plan(usagePlanId=id)["throttle"]

    def throttle(rate, burst):
        gateway.update_usage_plan(usagePlanId=id, patchOperations=[
            {"op": "replace", "path": "/throttle/rateLimit", "value": str(rate)},
            {"op": "replace", "path": "/throttle/burstLimit", "value": str(burst)}])

    throttle(0.001, 0)
    try:
        assert broker.post(reading("too-many"))[0] == 429
    finally:
        throttle(before["rateLimit"], before["burstLimit"])

    def counted():
        rows = json.loads(operate("--json", "refusals"))["gateway"]
        found = {(row["kind"], row["participant"]): row["count"] for row in rows}
        return found if ("THROTTLED", SENDER) in found else None

    found = eventually(counted, 60)
    assert found["INVALID_API_KEY", "-"] >= 3 and found["THROTTLED", SENDER] == 1
    shown = operate("refusals")
    assert "refused by the gateway itself" in shown and "INVALID_API_KEY" in shown
