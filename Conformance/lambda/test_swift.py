"""Functions written in Swift with LambdaRuntime and ApusClient, on the runtime of one's own."""

import io
import json
import os
import pathlib
import stat
import subprocess
import time
import zipfile

import pytest

import conftest


@pytest.fixture(scope="session")
def bootstrap(tmp_path_factory):
    """The example's binary, without its symbols, zipped as the function's bootstrap."""
    binary = pathlib.Path(os.environ.get("SWIFT_FUNCTION", conftest.BINARY.parent / "swift-function"))
    assert binary.exists(), f"{binary} is missing: build the product swift-function"
    stripped = tmp_path_factory.mktemp("bootstrap") / "bootstrap"
    subprocess.run(["strip", "-o", stripped, binary], check=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        info = zipfile.ZipInfo("bootstrap")
        info.external_attr = (stat.S_IFREG | 0o755) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        target.writestr(info, stripped.read_bytes())
    return out.getvalue()


def make(server, name, bootstrap, handler, **options):
    client = server.client("lambda")
    client.create_function(
        FunctionName=name, Runtime="provided.al2023", Handler=handler, Role="arn:aws:iam::000000000000:role/runner",
        Code={"ZipFile": bootstrap}, **options)
    client.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
    return client


def test_a_handler_in_swift_answers(server, name, bootstrap):
    client = make(server, name, bootstrap, "echo")
    for number in range(3):
        answer = client.invoke(FunctionName=name, Payload=json.dumps({"number": number}))
        assert "FunctionError" not in answer
        assert json.load(answer["Payload"]) == {"number": number}


def test_an_error_in_swift_has_its_type(server, name, bootstrap):
    answer = make(server, name, bootstrap, "refuse").invoke(FunctionName=name, Payload=b"{}")
    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"]) == {"errorType": "Refused", "errorMessage": "no 36", "stackTrace": []}


def test_a_handler_that_the_binary_lacks_is_named(server, name, bootstrap):
    answer = make(server, name, bootstrap, "nothing").invoke(FunctionName=name, Payload=b"{}")
    error = json.load(answer["Payload"])
    assert error["errorType"] == "Runtime.HandlerNotFound"
    assert error["errorMessage"] == "Handler 'nothing' is none of: echo, forward, refuse"


def test_messages_go_on_through_a_function_in_swift(server, name, bootstrap):
    sqs = server.client("sqs")
    source = sqs.create_queue(QueueName=name + "-in", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    target = sqs.create_queue(QueueName=name + "-out")["QueueUrl"]
    client = make(server, name, bootstrap, "forward", Environment={"Variables": {"TARGET": target}})
    arn = sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, FunctionResponseTypes=["ReportBatchItemFailures"])
    bodies = [f"reading {number}" for number in range(20)] + ["poison"]
    for body in bodies:
        sqs.send_message(QueueUrl=source, MessageBody=body)
    found = []
    end = time.monotonic() + 60
    while len(found) < 20 and time.monotonic() < end:
        messages = sqs.receive_message(QueueUrl=target, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
        found += [message["Body"] for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=target, ReceiptHandle=message["ReceiptHandle"])
        server.advance("PT1S")
    assert sorted(found) == sorted(bodies[:-1])
    waiting = sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["All"])["Attributes"]
    assert int(waiting["ApproximateNumberOfMessages"]) + int(waiting["ApproximateNumberOfMessagesNotVisible"]) == 1
