"""The operations of CloudWatch Logs that keep house."""

import botocore.exceptions
import pytest


@pytest.fixture
def client(server):
    return server.client("logs")


def test_streams_are_described_and_deleted(client, name):
    client.create_log_group(logGroupName=name)
    for stream in ("a", "b"):
        client.create_log_stream(logGroupName=name, logStreamName=stream)
    found = client.describe_log_streams(logGroupName=name, logStreamNamePrefix="a")["logStreams"]
    assert [s["logStreamName"] for s in found] == ["a"]
    client.delete_log_stream(logGroupName=name, logStreamName="a")
    assert [s["logStreamName"] for s in client.describe_log_streams(logGroupName=name)["logStreams"]] == ["b"]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.delete_log_stream(logGroupName=name, logStreamName="a")


def test_retention_is_set_and_taken_back(client, name):
    client.create_log_group(logGroupName=name)
    client.put_retention_policy(logGroupName=name, retentionInDays=7)
    assert client.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["retentionInDays"] == 7
    client.delete_retention_policy(logGroupName=name)
    assert "retentionInDays" not in client.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    with pytest.raises(client.exceptions.InvalidParameterException):
        client.put_retention_policy(logGroupName=name, retentionInDays=8)


def test_tags_of_the_old_kind(client, name):
    client.create_log_group(logGroupName=name)
    client.tag_log_group(logGroupName=name, tags={"team": "meters", "cost": "1"})
    client.untag_log_group(logGroupName=name, tags=["cost"])
    assert client.list_tags_log_group(logGroupName=name)["tags"] == {"team": "meters"}


def test_a_pattern_is_tried_on_messages(client):
    found = client.test_metric_filter(
        filterPattern="ERROR", logEventMessages=["all is well", "ERROR: it is not"])["matches"]
    assert [(m["eventNumber"], m["eventMessage"]) for m in found] == [(2, "ERROR: it is not")]
    with pytest.raises(botocore.exceptions.ClientError):
        client.test_metric_filter(filterPattern="{ $.a = ", logEventMessages=["x"])
