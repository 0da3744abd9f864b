"""Delivery status logs under `--auth enforce`: they are written in the role that the topic names."""

import json

from identity.conftest import allow, policy, refusal, trust

ACCOUNT = "000000000000"


def test_the_role_must_be_passed_trust_sns_and_may_write(enforcing):
    iam, sns = enforcing.client("iam"), enforcing.client("sns")
    role = iam.create_role(
        RoleName="feedback", AssumeRolePolicyDocument=trust({"Service": "sns.amazonaws.com"}))["Role"]["Arn"]
    sns.create_topic(Name="t")
    topic = f"arn:aws:sns:eu-central-1:{ACCOUNT}:t"
    setting = {"TopicArn": topic, "AttributeName": "SQSFailureFeedbackRoleArn", "AttributeValue": role}
    weak = enforcing.user("weak", allow("sns:*"))
    code, text = refusal(enforcing.client("sns", weak).set_topic_attributes, **setting)
    assert code == "AuthorizationError" or code == "AccessDenied"
    assert "iam:PassRole" in text
    sns.set_topic_attributes(**setting)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:eu-central-1:{ACCOUNT}:absent")
    group = f"sns/eu-central-1/{ACCOUNT}/t/Failure"
    logs = enforcing.client("logs")

    def found():
        enforcing.server.advance("PT1S")
        if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
            return []
        return [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=group)["events"]]

    sns.publish(TopicArn=topic, Message="role may nothing")
    assert found() == []
    iam.put_role_policy(RoleName="feedback", PolicyName="p", PolicyDocument=policy(
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])))
    sns.publish(TopicArn=topic, Message="role may write")
    assert [entry["status"] for entry in found()] == ["FAILURE"]
