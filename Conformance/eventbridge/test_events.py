"""Buses, rules, targets and events, as boto3 and the AWS CLI meet them."""

import json

import botocore.exceptions
import pytest


@pytest.fixture
def events(server):
    return server.client("events")


@pytest.fixture
def queue(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    class Queue:
        def __init__(self):
            self.arn, self.url = arn, url

        def messages(self, count):
            server.advance("PT1S")
            found = []
            while answer := sqs.receive_message(
                    QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages"):
                found += answer
                for message in answer:
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            assert len(found) == count
            return found

        def is_empty(self):
            return "Messages" not in sqs.receive_message(QueueUrl=url)

    return Queue()


def put(events, source, detail, **more):
    entry = {"Source": source, "DetailType": "test", "Detail": json.dumps(detail), **more}
    return events.put_events(Entries=[entry])


def test_an_event_reaches_a_queue_by_a_rule(events, queue, name):
    bus = events.create_event_bus(Name=name)["EventBusArn"]
    rule = events.put_rule(Name=name, EventBusName=name, EventPattern=json.dumps(
        {"source": ["shop"], "detail": {"total": [{"numeric": [">", 10]}]}}))["RuleArn"]
    assert rule.endswith(f":rule/{name}/{name}")
    answer = events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "1", "Arn": queue.arn}])
    assert answer["FailedEntryCount"] == 0 and answer["FailedEntries"] == []
    put(events, "shop", {"total": 5}, EventBusName=name)
    answer = put(events, "shop", {"total": 50}, EventBusName=bus)
    assert answer["FailedEntryCount"] == 0
    [message] = queue.messages(1)
    event = json.loads(message["Body"])
    assert event["id"] == answer["Entries"][0]["EventId"]
    assert list(event) == [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"]
    assert event["detail"] == {"total": 50} and event["version"] == "0" and event["resources"] == []
    assert queue.is_empty()


def test_a_transformer_shapes_the_message(events, queue, name):
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    events.put_targets(Rule=name, Targets=[{
        "Id": "1", "Arn": queue.arn, "InputTransformer": {
            "InputPathsMap": {"who": "$.detail.who"}, "InputTemplate": '"Hello <who>, from <aws.events.rule-name>"'}}])
    put(events, name, {"who": "Ada"})
    [message] = queue.messages(1)
    assert message["Body"] == f'"Hello Ada, from {name}"'


def test_a_dead_letter_says_why(events, queue, name):
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    events.put_targets(Rule=name, Targets=[{
        "Id": "1", "Arn": queue.arn + "-none", "DeadLetterConfig": {"Arn": queue.arn},
        "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60}}])
    put(events, name, {})
    [message] = queue.messages(1)
    attributes = {key: value["StringValue"] for key, value in message["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "NO_RESOURCE"
    assert attributes["TARGET_ARN"] == queue.arn + "-none"
    assert attributes["RULE_ARN"].endswith(f":rule/{name}")


def test_errors_are_spelled_as_on_aws(events, name):
    with pytest.raises(events.exceptions.ResourceNotFoundException) as error:
        events.describe_rule(Name=name)
    assert error.value.response["Error"]["Message"] == f"Rule {name} does not exist on EventBus default."
    with pytest.raises(events.exceptions.InvalidEventPatternException):
        events.put_rule(Name=name, EventPattern="{")
    with pytest.raises(botocore.exceptions.ClientError) as error:
        events.put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}] * 11)
    assert error.value.response["Error"]["Code"] == "ValidationException"
    answer = events.put_events(Entries=[{"Source": "aws.s3", "DetailType": "b", "Detail": "{}"}])
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"


def test_rules_outlive_a_restart(own_server):
    server = own_server("--clock", "virtual")
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events = server.client("events")
    events.put_rule(Name="r", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
    put(events, "shop", {"n": 1})
    server.kill()
    server.start()
    put(server.client("events"), "shop", {"n": 2})
    sqs = server.client("sqs")
    messages = sqs.receive_message(QueueUrl=sqs.get_queue_url(QueueName="q")["QueueUrl"], MaxNumberOfMessages=10)
    assert sorted(json.loads(m["Body"])["detail"]["n"] for m in messages["Messages"]) == [1, 2]


def test_the_cli_drives_events(server, name):
    server.cli("events", "create-event-bus", "--name", name)
    server.cli("events", "put-rule", "--name", name, "--event-bus-name", name, "--event-pattern",
               '{"source":["x"]}')
    rules = server.cli("events", "list-rules", "--event-bus-name", name)
    assert [rule["Name"] for rule in rules["Rules"]] == [name]
    answer = server.cli("events", "test-event-pattern", "--event-pattern", '{"source":["x"]}', "--event", json.dumps({
        "id": "1", "account": "1", "source": "x", "time": "2026-01-01T00:00:00Z", "region": "r", "resources": [],
        "detail-type": "d"}))
    assert answer["Result"] is True
