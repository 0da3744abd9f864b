"""Log groups and events, as AWS was recorded to answer."""

import pytest


@pytest.fixture
def recorded(recordings):
    return recordings("logs")


@pytest.fixture
def client(server):
    return server.client("logs")


def test_limits_and_streams_that_are_not(client, recorded, name):
    client.create_log_group(logGroupName=name)
    client.create_log_stream(logGroupName=name, logStreamName="s")
    recorded.fails("TestLogsEvents::test_get_log_events_limit_validation", "error-limit-exceeded",
                   client.get_log_events, logGroupName=name, logStreamName="s", limit=10001)
    recorded.fails("TestLogsEvents::test_put_log_events_to_invalid_stream", "error-invalid-stream",
                   client.put_log_events, logGroupName=name, logStreamName="gone",
                   logEvents=[{"timestamp": 1, "message": "m"}])
