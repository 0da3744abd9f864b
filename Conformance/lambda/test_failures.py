"""Functions that misbehave, and what becomes of events that nobody can serve."""

import io
import json
import os
import time
import zipfile

import pytest

ROLE = "arn:aws:iam::000000000000:role/runner"


def queue(server, name):
    sqs = server.client("sqs")
    return sqs, sqs.create_queue(QueueName=name)["QueueUrl"], f"arn:aws:sqs:eu-central-1:000000000000:{name}"


def messages(sqs, url):
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", [])


def test_an_archive_whose_content_is_damaged_fails_the_function(functions, name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        target.writestr("app.py", "def handler(e, c): return 'untouched'\n")
    data = out.getvalue().replace(b"untouched", b"destroyed")
    functions.client.create_function(
        FunctionName=name, Runtime="python3.12", Handler="app.handler", Role=ROLE, Code={"ZipFile": data})
    for _ in range(100):
        found = functions.client.get_function_configuration(FunctionName=name)
        if found["State"] != "Pending":
            break
        time.sleep(0.05)
    assert (found["State"], found["StateReasonCode"]) == ("Failed", "InvalidZipFileException")
    assert found["StateReason"] == (
        "Could not unzip uploaded file. Please check your file, then try to upload again.")


@pytest.mark.parametrize("runtime,file,code", [
    ("python3.12", "app.py", "def handler(e, c):\n    while e: pass\n    return 'well'\n"),
    ("nodejs20.x", "app.js", "exports.handler = async (e) => { while (e); return 'well'; };"),
])
def test_a_function_that_loops_is_ended_and_started_anew(functions, name, runtime, file, code):
    functions.make(name, {file: code}, runtime=runtime, Timeout=1)
    answer, error = functions.invoke(name, True)
    assert answer["FunctionError"] == "Unhandled" and error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    assert functions.invoke(name, False)[1] == "well"


@pytest.mark.parametrize("runtime,file,code,status", [
    ("python3.12", "app.py", "import sys\ndef handler(e, c): sys.exit(7)\n", "exit status 7"),
    ("python3.12", "app.py", "import os\ndef handler(e, c): os.kill(os.getpid(), 11)\n",
     "signal: segmentation fault"),
    ("nodejs20.x", "app.js", "exports.handler = async () => process.exit(7);", "exit status 7"),
])
def test_a_handler_that_ends_its_process_is_told_how(functions, name, runtime, file, code, status):
    functions.make(name, {file: code}, runtime=runtime)
    for _ in range(2):
        answer, error = functions.invoke(name, {})
        assert answer["FunctionError"] == "Unhandled" and error["errorType"] == "Runtime.ExitError"
        assert error["errorMessage"].endswith(f"Error: Runtime exited with error: {status}")


def test_the_memory_of_a_functions_own_children_counts(functions, name):
    functions.make(name, {"app.py": """
import subprocess, sys
def handler(e, c):
    subprocess.run([sys.executable, "-c", "held = [b'x' * 10000000 for _ in range(10000)]"])
"""}, MemorySize=128, Timeout=30)
    _, error = functions.invoke(name, {})
    assert error["errorType"] == "Runtime.OutOfMemory"


def test_a_line_of_a_megabyte_is_kept_in_pieces(server, functions, name):
    functions.make(name, {"app.py": "def handler(e, c):\n    print('x' * 1048576)\n    print('end')\n    return 1\n"})
    assert functions.invoke(name, {})[1] == 1
    server.advance("PT1S")
    found, token = [], {}
    while True:
        page = server.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}", **token)
        found += page["events"]
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    texts = [event["message"] for event in found]
    assert "end" in texts and sum(len(text) for text in texts if set(text) == {"x"}) == 1 << 20


LARGE = 6_291_556
BOOTSTRAP = """#!/bin/sh
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
while true; do
  curl -sS -D /tmp/head-$$ -o /dev/null $api/next
  id=$(grep -i lambda-runtime-aws-request-id /tmp/head-$$ | tr -d '\\r' | cut -d' ' -f2)
  head -c 6300000 /dev/zero | tr '\\0' 1 | curl -sS -X POST $api/$id/response --data-binary @- > /dev/null
done
"""


@pytest.mark.parametrize("runtime,files", [
    ("python3.12", {"app.py": "def handler(e, c): return 'x' * e\n"}),
    ("nodejs20.x", {"app.js": "exports.handler = async (e) => 'x'.repeat(e);"}),
    ("provided.al2023", {"!bootstrap": BOOTSTRAP}),
])
def test_an_answer_of_more_than_six_megabytes_is_an_error(functions, name, runtime, files):
    functions.make(name, files, runtime=runtime, MemorySize=512, Timeout=20)
    for size in (LARGE - 1, 40_000_000):
        answer, error = functions.invoke(name, size)
        assert answer["FunctionError"] == "Unhandled"
        assert error["errorType"] == "Function.ResponseSizeTooLarge"
        assert error["errorMessage"] == (
            "Response payload size exceeded maximum allowed payload size (6291556 bytes).")
    if runtime != "provided.al2023":
        assert len(functions.invoke(name, LARGE - 2)[1]) == LARGE - 2


def test_an_event_that_fails_three_times_is_a_dead_letter(server, functions, name):
    sqs, url, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): raise ValueError('no ' + e['n'])\n"},
                   DeadLetterConfig={"TargetArn": arn})
    answer, _ = functions.invoke(name, {"n": "36"}, InvocationType="Event")
    server.advance("PT1S")
    assert messages(sqs, url) == []
    server.advance("PT180S")
    message, = messages(sqs, url)
    assert json.loads(message["Body"]) == {"n": "36"}
    attributes = {key: value["StringValue"] for key, value in message["MessageAttributes"].items()}
    assert attributes == {"RequestID": answer["ResponseMetadata"]["RequestId"], "ErrorCode": "200",
                          "ErrorMessage": "no 36"}


def test_a_dead_letter_can_be_a_notification(server, functions, name):
    sqs, url, arn = queue(server, name)
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    functions.make(name, {"app.py": "import os\ndef handler(e, c): os._exit(3)\n"},
                   DeadLetterConfig={"TargetArn": topic})
    functions.client.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    functions.invoke(name, {"n": 1}, InvocationType="Event")
    server.advance("PT5S")
    message, = messages(sqs, url)
    assert json.loads(message["Body"]) == {"n": 1}
    assert "exit status 3" in message["MessageAttributes"]["ErrorMessage"]["StringValue"]


def test_a_successful_event_reaches_its_destination(server, functions, name):
    sqs, url, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): return {'twice': 2 * e}\n"})
    functions.client.put_function_event_invoke_config(
        FunctionName=name, DestinationConfig={"OnSuccess": {"Destination": arn}})
    functions.invoke(name, 21, InvocationType="Event")
    server.advance("PT5S")
    message, = messages(sqs, url)
    record = json.loads(message["Body"])
    assert record["requestContext"]["condition"] == "Success" and record["responsePayload"] == {"twice": 42}
    assert record["requestContext"]["approximateInvokeCount"] == 1
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST"}


def test_an_event_is_tried_no_longer_than_its_maximum_age(server, functions, name):
    sqs, url, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): raise ValueError('no')\n"})
    functions.client.put_function_event_invoke_config(
        FunctionName=name, MaximumEventAgeInSeconds=60, DestinationConfig={"OnFailure": {"Destination": arn}})
    functions.invoke(name, {}, InvocationType="Event")
    server.advance("PT1S")
    assert messages(sqs, url) == []
    server.advance("PT70S")
    message, = messages(sqs, url)
    context = json.loads(message["Body"])["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("EventAgeExceeded", 2)


def test_events_of_a_function_without_concurrency_are_given_up(server, functions, name):
    sqs, url, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): pass\n"})
    functions.client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    functions.client.put_function_event_invoke_config(
        FunctionName=name, DestinationConfig={"OnFailure": {"Destination": arn}})
    functions.invoke(name, {}, InvocationType="Event")
    server.advance("PT5S")
    message, = messages(sqs, url)
    context = json.loads(message["Body"])["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("ZeroReservedConcurrency", 0)


def children(pid):
    """Processes below one, at any depth."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            for child in map(int, file.read().split()):
                found += [child, *children(child)]
    return found


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_nothing_that_was_started_outlives_a_server_that_is_killed(own_server, make_functions, name):
    server = own_server("--clock", "virtual", "--ephemeral")
    functions = make_functions(server)
    functions.make(name, {"app.js": "exports.handler = async () => process.pid;"}, runtime="nodejs20.x")
    functions.make(name + "2", {"app.py": "import os\ndef handler(e, c): return os.getpid()\n"})
    workers = {functions.invoke(name, {})[1], functions.invoke(name + "2", {})[1]}
    started = children(server.process.pid)
    # Workers, interpreters that wait for functions, and the keeper.
    assert workers < set(started)
    server.kill()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(is_alive(pid) for pid in started):
        time.sleep(0.02)
    assert not any(is_alive(pid) for pid in started)
