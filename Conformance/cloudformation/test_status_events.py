"""CloudFormation tells the default bus what becomes of stacks and their resources."""

import json


def test_rules_see_stacks_and_resources_change(server, name):
    events, sqs, stacks = (server.client(service) for service in ("events", "sqs", "cloudformation"))
    url = sqs.create_queue(QueueName=name + "-seen")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["aws.cloudformation"]}))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn}])
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}}}
    stack = stacks.create_stack(StackName=name, TemplateBody=json.dumps(template))["StackId"]
    stacks.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    server.advance("PT1S")
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
    events.remove_targets(Rule=name, Ids=["1"])
    events.delete_rule(Name=name)
    own = [event for event in found if event["detail"]["stack-id"] == stack]
    changes = [(event["detail-type"], event["detail"]["status-details"]["status"]) for event in own]
    assert sorted(set(changes)) == [
        ("CloudFormation Resource Status Change", "CREATE_COMPLETE"),
        ("CloudFormation Resource Status Change", "CREATE_IN_PROGRESS"),
        ("CloudFormation Stack Status Change", "CREATE_COMPLETE"),
        ("CloudFormation Stack Status Change", "CREATE_IN_PROGRESS")]
    made = next(event for event in own if event["detail"].get("logical-resource-id") == "Queue"
                and event["detail"]["status-details"]["status"] == "CREATE_COMPLETE")
    assert made["resources"] == [stack] and made["account"] == "000000000000"
    assert made["detail"]["resource-type"] == "AWS::SQS::Queue"
    assert made["detail"]["physical-resource-id"].endswith("/" + name)
