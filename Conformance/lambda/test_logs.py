"""Where functions' logs go and what they look like."""

import json

import pytest

CODE = """
import logging, json
log = logging.getLogger()
def handler(e, c):
    log.debug('fine'); log.info('said %s', 1, extra={'order': 7}); log.warning('look out')
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception('broken')
    print('plain'); print(json.dumps({'level': 'debug', 'n': 1})); print(json.dumps({'level': 'error', 'n': 2}))
    if e: raise ValueError('no')
"""


def lines(server, group):
    server.advance("PT1S")
    return [event["message"] for event in server.client("logs").filter_log_events(logGroupName=group)["events"]]


def entries(server, group):
    return [json.loads(line) for line in lines(server, group) if line.startswith("{")]


def test_a_log_group_of_ones_own_is_used(server, functions, name):
    group = "/own/" + name
    functions.make(name, {"app.py": "def handler(e, c): print(c.log_group_name)\n"}, LoggingConfig={"LogGroup": group})
    functions.invoke(name, {})
    assert group in lines(server, group)


def test_lines_written_just_before_the_server_ends_are_kept(own_server, make_functions, name):
    server = own_server()
    functions = make_functions(server)
    functions.make(name, {"app.py": "def handler(e, c): print('number', e)\n"})
    for number in range(20):
        functions.invoke(name, number)
    assert server.stop() == 0
    server.start()
    texts = [event["message"] for event in
             server.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]]
    assert [text for text in texts if text.startswith("number")] == [f"number {number}" for number in range(20)]
    assert sum(text.startswith("REPORT RequestId") for text in texts) == 20


def test_a_python_log_of_json(server, functions, name):
    functions.make(name, {"app.py": CODE}, LoggingConfig={"LogFormat": "JSON"})
    answer, _ = functions.invoke(name, {})
    found = entries(server, f"/aws/lambda/{name}")
    platform = [entry for entry in found if "type" in entry]
    assert [entry["type"] for entry in platform] == ["platform.initStart", "platform.start", "platform.report"]
    assert platform[0]["record"]["functionName"] == name
    assert platform[1]["record"] == {"requestId": answer["ResponseMetadata"]["RequestId"], "version": "$LATEST"}
    assert platform[2]["record"]["status"] == "success"
    assert set(platform[2]["record"]["metrics"]) == {
        "durationMs", "billedDurationMs", "memorySizeMB", "maxMemoryUsedMB", "initDurationMs"}
    said, warned, broken, last = [entry for entry in found if "type" not in entry]
    assert said.pop("timestamp").endswith("Z") and said == {
        "level": "INFO", "message": "said 1", "logger": "root", "order": 7,
        "requestId": answer["ResponseMetadata"]["RequestId"]}
    assert (warned["level"], warned["message"]) == ("WARNING", "look out")
    assert (broken["errorType"], broken["errorMessage"]) == ("ZeroDivisionError", "division by zero")
    assert "1 / 0" in broken["stackTrace"][0] and last == {"level": "error", "n": 2}
    assert "plain" in lines(server, f"/aws/lambda/{name}")


def test_levels_choose_what_is_kept(server, functions, name):
    functions.make(name, {"app.py": CODE}, LoggingConfig={
        "LogFormat": "JSON", "ApplicationLogLevel": "ERROR", "SystemLogLevel": "WARN"})
    functions.invoke(name, {})
    found = entries(server, f"/aws/lambda/{name}")
    assert [entry.get("message", entry.get("n")) for entry in found] == ["broken", 2]


def test_a_failure_in_a_log_of_json(server, functions, name):
    functions.make(name, {"app.py": CODE}, LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "FATAL"})
    functions.make(name + "-exit", {"app.py": "import os\ndef handler(e, c): os._exit(1)\n"},
                   LoggingConfig={"LogFormat": "JSON"})
    functions.invoke(name, True)
    functions.invoke(name + "-exit", True)
    report = entries(server, f"/aws/lambda/{name}-exit")[-1]["record"]
    assert (report["status"], report["errorType"]) == ("error", "Runtime.ExitError")
    found = entries(server, f"/aws/lambda/{name}")
    assert [entry["type"] for entry in found] == [
        "platform.initStart", "platform.start", "platform.runtimeDone", "platform.report"]
    assert (found[3]["record"]["status"], found[3]["record"]["errorType"]) == ("error", "ValueError")


def test_a_node_log_of_json(server, functions, name):
    code = """exports.handler = async () => {
  console.debug("fine"); console.log("said %d", 1); console.info({ order: 7 }); console.error(new TypeError("no"));
};"""
    functions.make(name, {"app.js": code}, runtime="nodejs20.x", LoggingConfig={"LogFormat": "JSON"})
    answer, _ = functions.invoke(name, {})
    said, order, error = [entry for entry in entries(server, f"/aws/lambda/{name}") if "type" not in entry]
    assert said["message"] == "said 1" and said["level"] == "INFO"
    assert said["requestId"] == answer["ResponseMetadata"]["RequestId"]
    assert order["message"] == {"order": 7}
    assert (error["level"], error["errorType"], error["errorMessage"]) == ("ERROR", "TypeError", "no")
    assert error["stackTrace"][0] == "TypeError: no"


@pytest.mark.parametrize("settings,text", [
    ({"EphemeralStorage": {"Size": 1024}}, "EphemeralStorage of 1024 MB is not supported"),
    ({"TracingConfig": {"Mode": "Active"}}, "TracingConfig with Mode Active is not supported"),
])
def test_a_setting_without_effect_fails_the_stack_and_is_named(server, name, settings, text):
    client = server.client("cloudformation")
    template = {"Resources": {"Function": {"Type": "AWS::Lambda::Function", "Properties": {
        "Code": {"ZipFile": "def handler(e, c): pass\n"}, "Runtime": "python3.12", "Handler": "index.handler",
        "Role": "arn:aws:iam::000000000000:role/r", **settings}}}}
    client.create_stack(StackName=name, TemplateBody=json.dumps(template), OnFailure="DO_NOTHING")
    for _ in range(100):
        server.advance("PT1S")
        if client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"] == "CREATE_FAILED":
            break
    reasons = [event.get("ResourceStatusReason", "") for event in
               client.describe_stack_events(StackName=name)["StackEvents"]]
    assert any(text in reason for reason in reasons), reasons
