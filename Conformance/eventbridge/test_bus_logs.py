"""LogConfig of event buses with boto3: what is said is told again, and what is logged can be searched."""

import json

import pytest


@pytest.fixture
def short(name):
    """A name that leaves room for more within the sixty letters of a delivery source's."""
    return name[-32:].strip("-")


def test_a_bus_tells_its_log_config(server, short):
    events = server.client("events")
    made = events.create_event_bus(Name=short, LogConfig={"Level": "ERROR"})
    assert made["LogConfig"] == {"Level": "ERROR"}
    changed = events.update_event_bus(Name=short, LogConfig={"Level": "TRACE", "IncludeDetail": "FULL"})
    assert changed["LogConfig"] == {"Level": "TRACE", "IncludeDetail": "FULL"}
    assert events.describe_event_bus(Name=short)["LogConfig"] == changed["LogConfig"]


def test_a_delivery_is_found_in_the_log_by_its_event(server, short):
    events, logs, sqs = (server.client(service) for service in ["events", "logs", "sqs"])
    bus = events.create_event_bus(
        Name=short, LogConfig={"Level": "TRACE", "IncludeDetail": "FULL"})["EventBusArn"]
    logs.create_log_group(logGroupName=short)
    group = logs.describe_log_groups(logGroupNamePrefix=short)["logGroups"][0]["logGroupArn"]
    destination = logs.put_delivery_destination(
        name=short, deliveryDestinationConfiguration={"destinationResourceArn": group})["deliveryDestination"]
    for log_type in ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"]:
        logs.put_delivery_source(name=f"{short}-{log_type}", resourceArn=bus, logType=log_type)
        logs.create_delivery(
            deliverySourceName=f"{short}-{log_type}", deliveryDestinationArn=destination["arn"])
    url = sqs.create_queue(QueueName=short)["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = events.put_rule(Name=short, EventBusName=short, EventPattern='{"source":["shop"]}')["RuleArn"]
    events.put_targets(Rule=short, EventBusName=short, Targets=[{"Id": "1", "Arn": queue}])
    put = events.put_events(Entries=[{
        "Source": "shop", "DetailType": "order", "Detail": '{"n": 1}', "EventBusName": short}])
    event = put["Entries"][0]["EventId"]
    found = logs.filter_log_events(
        logGroupName=short, filterPattern=f'{{ $.event_id = "{event}" && $.message_type = "INVOCATION_SUCCESS" }}')
    [record] = [json.loads(line["message"]) for line in found["events"]]
    assert record["details"]["rule_arn"] == rule and record["details"]["target_arn"] == queue
    assert json.loads(record["details"]["target_input"])["detail"] == {"n": 1}
    assert record["request_id"] == put["ResponseMetadata"]["RequestId"]
    for log_type in ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"]:
        assert logs.get_delivery_source(name=f"{short}-{log_type}")["deliverySource"]["service"] == "events"
