"""Logs of an event bus on their way to a log group and to a bucket, with boto3; kills on the way."""

import gzip
import json

import pytest


def deliver(server, name, bus, destination, log_type="INFO_LOGS", source=None, **settings):
    """Delivers a type of a bus's logs to a log group or a bucket; answers the delivery."""
    logs = server.client("logs")
    source = source or f"{name}-{log_type}"
    logs.put_delivery_source(name=source, resourceArn=bus, logType=log_type)
    kind = "s3" if ":s3:" in destination else "cwl"
    arn = logs.put_delivery_destination(
        name=f"{name}-{kind}",
        deliveryDestinationConfiguration={"destinationResourceArn": destination})["deliveryDestination"]["arn"]
    return logs.create_delivery(
        deliverySourceName=source, deliveryDestinationArn=arn, **settings)["delivery"]


def make_bus(server, name, level="INFO"):
    return server.client("events").create_event_bus(
        Name=name, LogConfig={"Level": level, "IncludeDetail": "FULL"})["EventBusArn"]


def put(server, bus, number):
    answer = server.client("events").put_events(Entries=[{
        "Source": "shop", "DetailType": "order", "Detail": json.dumps({"n": number}), "EventBusName": bus}])
    return answer["Entries"][0]["EventId"]


@pytest.fixture
def short(name):
    """A name that leaves room for more within the sixty letters of a delivery source's."""
    return name[-32:].strip("-")


def test_parts_of_a_delivery_are_listed_and_deleted(server, short):
    logs = server.client("logs")
    bus = make_bus(server, short)
    logs.create_log_group(logGroupName=short)
    group = logs.describe_log_groups(logGroupNamePrefix=short)["logGroups"][0]["logGroupArn"]
    delivery = deliver(server, short, bus, group, tags={"team": "grid"})
    assert delivery["deliveryDestinationType"] == "CWL" and delivery["tags"] == {"team": "grid"}
    assert logs.get_delivery(id=delivery["id"])["delivery"] == delivery
    destination = logs.get_delivery_destination(name=f"{short}-cwl")["deliveryDestination"]
    assert destination["deliveryDestinationConfiguration"] == {"destinationResourceArn": group}
    for operation, member in [
            ("describe_deliveries", "deliveries"), ("describe_delivery_sources", "deliverySources"),
            ("describe_delivery_destinations", "deliveryDestinations")]:
        pages = logs.get_paginator(operation).paginate(PaginationConfig={"PageSize": 1})
        assert any(short in json.dumps(page[member]) for page in pages)
    logs.delete_delivery(id=delivery["id"])
    logs.delete_delivery_source(name=f"{short}-INFO_LOGS")
    logs.delete_delivery_destination(name=f"{short}-cwl")
    templates = logs.describe_configuration_templates(service="events")["configurationTemplates"]
    assert {template["logType"] for template in templates} == {"ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"}


def test_resource_policies_with_the_cli(server, short):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
        "Action": "logs:PutLogEvents", "Resource": "*"}]})
    server.cli("logs", "put-resource-policy", "--policy-name", short, "--policy-document", policy)
    found = server.cli("logs", "describe-resource-policies")["resourcePolicies"]
    assert [one["policyDocument"] for one in found if one["policyName"] == short] == [policy]
    server.client("logs").delete_resource_policy(policyName=short)


def test_a_kill_loses_no_record_of_an_event_that_was_accepted(own_server, short):
    server = own_server("--clock", "virtual")
    bus = make_bus(server, short)
    server.client("logs").create_log_group(logGroupName=short)
    server.client("s3").create_bucket(
        Bucket="logs", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    group = server.client("logs").describe_log_groups(logGroupNamePrefix=short)["logGroups"][0]["logGroupArn"]
    deliver(server, short, bus, group)
    deliver(server, short, bus, "arn:aws:s3:::logs", source=f"{short}-INFO_LOGS")
    ids = [put(server, short, number) for number in range(20)]
    server.kill()
    server.start()
    ids += [put(server, short, number) for number in range(20, 30)]
    found = server.client("logs").filter_log_events(logGroupName=short)["events"]
    records = [json.loads(event["message"]) for event in found]
    taken = [record for record in records if record["message_type"] == "EVENT_INGEST_SUCCESS"]
    assert [record["event_id"] for record in taken] == ids
    assert {event["logStreamName"] for event in found} == {"EventBridgeEventBusLogs"}
    server.advance("PT10M")
    s3 = server.client("s3")
    lines = []
    for item in s3.list_objects_v2(Bucket="logs")["Contents"]:
        assert item["Key"].startswith("AWSLogs/000000000000/EventBusLogs/") and item["Key"].endswith(".log.gz")
        lines += gzip.decompress(s3.get_object(Bucket="logs", Key=item["Key"])["Body"].read()).splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["event_id"] for one in told if one["message_type"] == "EVENT_INGEST_SUCCESS"] == ids
    assert sorted(json.dumps(one) for one in told) == sorted(json.dumps(one) for one in records)
