"""CloudWatch Logs with boto3 and the AWS CLI, restart included."""

import time


def test_lines_are_found_by_pattern(server, name):
    logs = server.client("logs")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[
        {"timestamp": now, "message": "INFO started"}, {"timestamp": now + 1, "message": "ERROR disk"}])
    found = logs.filter_log_events(logGroupName=name, filterPattern="ERROR")["events"]
    assert [event["message"] for event in found] == ["ERROR disk"]
    answer = server.cli("logs", "filter-log-events", "--log-group-name", name, "--filter-pattern", "INFO")
    assert [event["message"] for event in answer["events"]] == ["INFO started"]


def test_a_restart_keeps_groups_streams_and_events(own_server, name):
    server = own_server()
    logs = server.client("logs")
    logs.create_log_group(logGroupName=name, tags={"team": "grid"})
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[
        {"timestamp": int(time.time() * 1000), "message": "kept"}])
    server.kill()
    server.start()
    logs = server.client("logs")
    events = logs.get_log_events(logGroupName=name, logStreamName="s")["events"]
    assert [event["message"] for event in events] == ["kept"]
    assert logs.list_tags_log_group(logGroupName=name)["tags"] == {"team": "grid"}


def test_pages_of_groups_are_walked_by_boto3(server, name):
    logs = server.client("logs")
    for number in range(7):
        logs.create_log_group(logGroupName=f"{name}/{number}")
    pages = logs.get_paginator("describe_log_groups").paginate(
        logGroupNamePrefix=name, PaginationConfig={"PageSize": 3})
    groups = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    assert groups == [f"{name}/{number}" for number in range(7)]
