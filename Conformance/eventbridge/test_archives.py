"""Archives keep events over kills; replays send them again, each once."""

import datetime
import json
import time


def test_a_replay_sends_what_the_archive_kept_before_a_kill(own_server):
    server = own_server("--clock", "virtual")
    events, sqs = server.client("events"), server.client("sqs")
    bus = events.create_event_bus(Name="orders")["EventBusArn"]
    archive = events.create_archive(
        ArchiveName="kept", EventSourceArn=bus, EventPattern='{"source":["shop"]}', RetentionDays=30)
    assert archive["State"] == "ENABLED"
    for number in range(20):
        events.put_events(Entries=[
            {"Source": source, "DetailType": "t", "Detail": json.dumps({"n": number}), "EventBusName": "orders"}
            for source in ("shop", "other")])
    server.kill()
    server.start()
    events, sqs = server.client("events"), server.client("sqs")
    described = events.describe_archive(ArchiveName="kept")
    assert described["EventCount"] == 20 and described["EventSourceArn"] == bus
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="r", EventBusName="orders", EventPattern='{"source":["shop","other"]}')
    events.put_targets(Rule="r", EventBusName="orders", Targets=[{"Id": "1", "Arn": arn}])
    day = datetime.timedelta(days=1)
    created = described["CreationTime"]
    started = events.start_replay(
        ReplayName="again", EventSourceArn=archive["ArchiveArn"], EventStartTime=created - day,
        EventEndTime=created + day, Destination={"Arn": bus})
    assert started["State"] == "STARTING"
    server.advance("PT1S")
    assert events.describe_replay(ReplayName="again")["State"] == "COMPLETED"
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
    assert sorted(event["detail"]["n"] for event in found) == list(range(20))
    assert {event["replay-name"] for event in found} == {"again"}


def test_a_replay_that_is_killed_half_way_goes_on_and_doubles_nothing(own_server):
    server = own_server()
    events, sqs = server.client("events"), server.client("sqs")
    bus = events.create_event_bus(Name="orders")["EventBusArn"]
    archive = events.create_archive(ArchiveName="kept", EventSourceArn=bus)["ArchiveArn"]
    count = 1500
    for start in range(0, count, 10):
        events.put_events(Entries=[
            {"Source": "shop", "DetailType": "t", "Detail": json.dumps({"n": n}), "EventBusName": "orders"}
            for n in range(start, start + 10)])
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="r", EventBusName="orders", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="r", EventBusName="orders", Targets=[{"Id": "1", "Arn": arn}])
    day = datetime.timedelta(days=1)
    created = events.describe_archive(ArchiveName="kept")["CreationTime"]
    events.start_replay(
        ReplayName="again", EventSourceArn=archive, EventStartTime=created - day, EventEndTime=created + day,
        Destination={"Arn": bus})

    def waiting():
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(attributes["Attributes"]["ApproximateNumberOfMessages"])

    def wait(until):
        deadline = time.monotonic() + 60
        while not until() and time.monotonic() < deadline:
            time.sleep(0.005)

    wait(lambda: waiting() > 0)
    server.kill()
    server.start()
    events, sqs = server.client("events"), server.client("sqs")
    wait(lambda: events.describe_replay(ReplayName="again")["State"] == "COMPLETED" and waiting() >= count)
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
    assert sorted(event["detail"]["n"] for event in found) == list(range(count))
    assert {event["replay-name"] for event in found} == {"again"}
