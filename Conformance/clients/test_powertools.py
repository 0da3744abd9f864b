"""AWS Lambda Powertools for Python inside functions: batches, idempotency and the event handler for HTTP APIs."""

import io
import json
import pathlib
import sysconfig
import time
import urllib.error
import urllib.request
import zipfile

import boto3
import pytest

SOURCE = pathlib.Path(__file__).resolve().parent / "powertools" / "app.py"
PACKAGES = ["aws_lambda_powertools", "boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3",
            "six.py", "typing_extensions.py"]
WAIT_SECONDS = 30
TIMEOUT_SECONDS = 3  # of a function, and of what it has not answered for


@pytest.fixture(scope="session")
def code():
    """The archive that a build makes: the function beside its packages, without models of other services."""
    site = pathlib.Path(sysconfig.get_paths()["purelib"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(SOURCE, "app.py")
        for package in PACKAGES:
            root = site / package
            for file in [root] if root.is_file() else root.rglob("*"):
                name = file.relative_to(site)
                is_model = name.parts[:2] == ("botocore", "data") and len(name.parts) > 3
                if file.is_file() and "__pycache__" not in name.parts and (
                        not is_model or name.parts[2] in ("dynamodb", "sts")):
                    archive.write(file, name)
    return out.getvalue()


@pytest.fixture
def deploy(live_server, name, code):
    """Makes functions of the application; their table is its state."""
    live_server.client("dynamodb").create_table(
        TableName=name, KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    client = live_server.client("lambda")

    def deploy(handler):
        function = f"{name}-{handler}"
        client.create_function(
            FunctionName=function, Runtime="python3.12", Handler=f"app.{handler}", Timeout=TIMEOUT_SECONDS,
            Role="arn:aws:iam::000000000000:role/runner", Code={"ZipFile": code},
            Environment={"Variables": {"TABLE": name, "POWERTOOLS_SERVICE_NAME": "readings"}})
        client.get_waiter("function_active_v2").wait(FunctionName=function, WaiterConfig={"Delay": 1})
        return function

    return deploy


@pytest.fixture
def items(live_server, name):
    def items():
        found = live_server.client("dynamodb").scan(TableName=name, ConsistentRead=True)["Items"]
        return {item["id"]["S"]: int(item["times"]["N"]) for item in found if "times" in item}
    return items


def eventually(look, expected):
    deadline = time.monotonic() + WAIT_SECONDS
    while (found := look()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found == expected


def queue(server, name, **attributes):
    client = server.client("sqs")
    url = client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def drained(server, url, count):
    """The bodies of so many messages of a queue, as documents."""
    found = []
    deadline = time.monotonic() + WAIT_SECONDS
    while len(found) < count and time.monotonic() < deadline:
        page = server.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        found += [json.loads(message["Body"]) for message in page.get("Messages", [])]
    return found


def test_only_what_failed_in_a_batch_returns(deploy, items, live_server, name):
    function = deploy("batch")
    dead, dead_arn = queue(live_server, f"{name}-dead")
    url, arn = queue(live_server, name, VisibilityTimeout=str(TIMEOUT_SECONDS), RedrivePolicy=json.dumps(
        {"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2}))
    for start in (0, 5):
        live_server.client("sqs").send_message_batch(QueueUrl=url, Entries=[
            {"Id": str(value), "MessageBody": json.dumps({"to": "one", "value": -7 if value == 7 else value})}
            for value in range(start, start + 5)])
    live_server.client("lambda").create_event_source_mapping(
        FunctionName=function, EventSourceArn=arn, BatchSize=10,
        FunctionResponseTypes=["ReportBatchItemFailures"])
    assert drained(live_server, dead, 1) == [{"to": "one", "value": -7}]
    assert items() == {f"one-{value}": 1 for value in range(10) if value != 7}


def test_a_failure_in_an_ordered_queue_stops_those_behind_it(deploy, items, live_server, name):
    function = deploy("ordered")
    dead, dead_arn = queue(live_server, f"{name[-60:]}-dead.fifo", FifoQueue="true")
    url, arn = queue(
        live_server, f"{name[-60:]}.fifo", FifoQueue="true", VisibilityTimeout=str(TIMEOUT_SECONDS),
        RedrivePolicy=json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1}))
    live_server.client("sqs").send_message_batch(QueueUrl=url, Entries=[
        {"Id": str(value), "MessageBody": json.dumps({"to": "ordered", "value": -2 if value == 2 else value}),
         "MessageGroupId": "meter", "MessageDeduplicationId": str(value)} for value in range(5)])
    live_server.client("lambda").create_event_source_mapping(
        FunctionName=function, EventSourceArn=arn, BatchSize=10,
        FunctionResponseTypes=["ReportBatchItemFailures"])
    assert [body["value"] for body in drained(live_server, dead, 3)] == [-2, 3, 4]
    assert items() == {"ordered-0": 1, "ordered-1": 1}


def test_the_stream_of_a_table_in_batches(deploy, items, live_server, name):
    function = deploy("stream")
    tables = live_server.client("dynamodb")
    source = f"{name}-source"
    stream = tables.create_table(
        TableName=source, KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]["LatestStreamArn"]
    live_server.client("lambda").create_event_source_mapping(
        FunctionName=function, EventSourceArn=stream, StartingPosition="TRIM_HORIZON", BatchSize=10,
        MaximumRetryAttempts=1, FunctionResponseTypes=["ReportBatchItemFailures"])
    for value in (1, 2, -3, 4, 5):
        tables.put_item(TableName=source, Item={"id": {"S": str(value)}, "value": {"N": str(value)}})
    eventually(lambda: set(items()), {f"stream-{value}" for value in (1, 2, 4, 5)})
    assert items()["stream-1"] == 1


def test_a_payment_that_is_asked_for_again_is_made_once(deploy, items, live_server):
    function = deploy("payment")

    def invoke(**event):
        answer = live_server.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        return answer.get("FunctionError"), json.loads(answer["Payload"].read())

    first = invoke(payment="p1", amount=5)
    assert first[0] is None and first[1]["payment"] == "p1"
    assert invoke(payment="p1", amount=5) == first
    assert items()["paid-p1"] == 1
    error, told = invoke(payment="p1", amount=6)
    assert (error, told["errorType"]) == ("Unhandled", "IdempotencyValidationError")
    # What failed is not remembered: the next attempt runs.
    assert invoke(payment="p2", amount=5, fail=True)[1]["errorType"] == "RuntimeError"
    assert invoke(payment="p2", amount=5)[0] is None
    assert items() == {"paid-p1": 1, "paid-p2": 1}


def test_an_http_api(deploy, live_server, name):
    function = deploy("api")
    apis = live_server.client("apigateway")
    api = apis.create_rest_api(name=name)["id"]
    root = apis.get_resources(restApiId=api)["items"][0]["id"]
    proxy = apis.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"]
    apis.put_method(restApiId=api, resourceId=proxy, httpMethod="ANY", authorizationType="NONE")
    arn = f"arn:aws:lambda:eu-central-1:000000000000:function:{function}"
    apis.put_integration(
        restApiId=api, resourceId=proxy, httpMethod="ANY", type="AWS_PROXY", integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{arn}/invocations")
    live_server.client("lambda").add_permission(
        FunctionName=function, StatementId="api", Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com")
    apis.create_deployment(restApiId=api, stageName="prod")
    base = f"{live_server.endpoint}/restapis/{api}/prod/_user_request_/v1"

    def call(method, path, body=None):
        request = urllib.request.Request(
            base + path, method=method, data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read()), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read()), error.headers

    status, _, headers = call("POST", "/readings", {"meter": "m 1", "value": 42})
    assert (status, headers["X-Meter"]) == (201, "m 1")
    assert call("GET", "/readings/m%201?unit=kWh")[:2] == (200, {"meter": "m 1", "value": 42, "unit": "kWh"})
    assert call("GET", "/readings/m2")[:2] == (404, {"statusCode": 404, "message": "no meter m2"})
    assert call("POST", "/readings", {})[:2] == (400, {"statusCode": 400, "message": "a meter is needed"})
    assert call("GET", "/elsewhere")[0] == 404
