"""Rules that act by the clock, and rules of stacks."""

import json

import pytest


def make_queue(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return sqs, url, arn


def test_a_rate_fires_on_virtual_time(server, name):
    sqs, url, arn = make_queue(server, name)
    events = server.client("events")
    events.put_rule(Name=name, ScheduleExpression="rate(1 hour)")
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn}])
    server.advance("PT2H")
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [json.loads(m["Body"])["detail-type"] for m in messages] == ["Scheduled Event"] * 2
    events.disable_rule(Name=name)


def test_a_bad_expression_is_refused(server, name):
    events = server.client("events")
    with pytest.raises(events.exceptions.ClientError) as error:
        events.put_rule(Name=name, ScheduleExpression="cron(0 1 * * * *)")
    assert error.value.response["Error"] == {
        "Code": "ValidationException", "Message": "Parameter ScheduleExpression is not valid."}


def test_a_schedule_outlives_a_kill(own_server):
    server = own_server("--clock", "virtual")
    _, _, arn = make_queue(server, "q")
    events = server.client("events")
    events.put_rule(Name="r", ScheduleExpression="rate(1 minute)")
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
    server.kill()
    server.start()
    server.advance("PT1M")
    sqs = server.client("sqs")
    url = sqs.get_queue_url(QueueName="q")["QueueUrl"]
    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 1


def test_a_stack_brings_a_bus_and_a_rule(server, name):
    sqs, url, arn = make_queue(server, name)
    template = {"Resources": {
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": name}},
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["shop"]},
            "Targets": [{"Id": "1", "Arn": arn, "InputPath": "$.detail"}]}}}}
    formation = server.client("cloudformation")
    formation.create_stack(StackName=name, TemplateBody=json.dumps(template))
    server.advance("PT10S")
    assert formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    server.client("events").put_events(Entries=[
        {"Source": "shop", "DetailType": "t", "Detail": '{"n": 1}', "EventBusName": name}])
    server.advance("PT1S")
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"]) == {"n": 1}
    formation.delete_stack(StackName=name)
    server.advance("PT10S")
    buses = server.client("events").list_event_buses(NamePrefix=name)["EventBuses"]
    assert buses == []
