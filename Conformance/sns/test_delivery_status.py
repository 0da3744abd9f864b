"""Delivery status logs: what became of copies, in CloudWatch Logs."""

import json
import time

from sns.test_webhooks import Endpoint, confirm

ROLE = "arn:aws:iam::000000000000:role/feedback"


def entries(server, topic, failures=False):
    group = "sns/eu-central-1/000000000000/" + topic.rsplit(":", 1)[1] + ("/Failure" if failures else "")
    logs = server.client("logs")
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        return []
    return [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=group)["events"]]


def wait(server, topic, count, failures=False):
    deadline = time.monotonic() + 20
    while len(entries(server, topic, failures)) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    return entries(server, topic, failures)


def test_success_and_failure_have_a_group_each(server, name):
    sns, sqs = server.client("sns"), server.client("sqs")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=name, Attributes={
        "SQSSuccessFeedbackRoleArn": ROLE, "SQSSuccessFeedbackSampleRate": "100",
        "SQSFailureFeedbackRoleArn": ROLE})["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    message = sns.publish(TopicArn=topic, Message="hello")["MessageId"]
    [entry] = wait(server, topic, 1)
    assert entry["notification"]["messageId"] == message
    assert entry["delivery"]["destination"] == arn
    received = sqs.receive_message(QueueUrl=queue)["Messages"][0]
    assert json.loads(entry["delivery"]["providerResponse"])["sqsMessageId"] == received["MessageId"]
    sqs.delete_queue(QueueUrl=queue)
    sns.publish(TopicArn=topic, Message="lost")
    [entry] = wait(server, topic, 1, failures=True)
    assert entry["status"] == "FAILURE"
    assert json.loads(entry["delivery"]["providerResponse"])["ErrorCode"].endswith("NonExistentQueue")


def test_what_waits_over_a_crash_is_logged_when_it_arrives(own_server):
    server = own_server()
    sns = server.client("sns")
    topic = sns.create_topic(Name="t", Attributes={
        "HTTPSuccessFeedbackRoleArn": ROLE, "HTTPFailureFeedbackRoleArn": ROLE,
        "DeliveryPolicy": json.dumps({"http": {"defaultHealthyRetryPolicy": {
            "numRetries": 2, "minDelayTarget": 1, "maxDelayTarget": 1, "backoffFunction": "linear"}}})})["TopicArn"]
    endpoint = Endpoint()
    try:
        confirm(sns, endpoint, topic)
    finally:
        endpoint.stop()
    sns.publish(TopicArn=topic, Message="to nobody")
    server.kill()
    server.start()
    [entry] = wait(server, topic, 1, failures=True)
    assert entry["status"] == "FAILURE"
    assert entry["delivery"]["attempts"] == 3
    assert "statusCode" not in entry["delivery"]


def test_a_template_asks_for_the_logs(server, name):
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {
        "TopicName": name, "DeliveryStatusLogging": [
            {"Protocol": "http/s", "FailureFeedbackRoleArn": ROLE},
            {"Protocol": "sqs", "SuccessFeedbackRoleArn": ROLE, "SuccessFeedbackSampleRate": "25"}]}}}}
    stacks, sns = server.client("cloudformation"), server.client("sns")
    stacks.create_stack(StackName=name, TemplateBody=json.dumps(template))
    stacks.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    topic = f"arn:aws:sns:eu-central-1:000000000000:{name}"

    def told():
        attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
        return {key: value for key, value in attributes.items() if "Feedback" in key}

    assert told() == {"HTTPFailureFeedbackRoleArn": ROLE, "SQSSuccessFeedbackRoleArn": ROLE,
                      "SQSSuccessFeedbackSampleRate": "25"}
    template["Resources"]["Topic"]["Properties"]["DeliveryStatusLogging"].pop(0)
    stacks.update_stack(StackName=name, TemplateBody=json.dumps(template))
    stacks.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    assert told() == {"SQSSuccessFeedbackRoleArn": ROLE, "SQSSuccessFeedbackSampleRate": "25"}
