"""What services send each other under `--auth enforce`: the target's policy decides."""

import json

from identity.conftest import allow, policy, trust

ACCOUNT = "000000000000"


def admit(enforcing, url, arn, service, source):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sqs:SendMessage", "Resource": arn,
                 "Condition": {"ArnEquals": {"aws:SourceArn": source},
                               "StringEquals": {"aws:SourceAccount": ACCOUNT}}}
    enforcing.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})


def bodies(enforcing, url):
    enforcing.server.advance("PT1S")
    found = enforcing.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in found]


def make_queue(enforcing, name="q"):
    url = enforcing.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:eu-central-1:{ACCOUNT}:{name}"


def test_a_topic_delivers_where_the_queue_admits_it(enforcing):
    url, arn = make_queue(enforcing)
    sns = enforcing.client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    sns.publish(TopicArn=topic, Message="refused")
    assert bodies(enforcing, url) == []
    admit(enforcing, url, arn, "sns.amazonaws.com", topic)
    sns.publish(TopicArn=topic, Message="admitted")
    assert [body["Message"] for body in bodies(enforcing, url)] == ["admitted"]


def test_a_rule_delivers_where_the_queue_admits_it(enforcing):
    url, arn = make_queue(enforcing)
    events = enforcing.client("events")
    rule = events.put_rule(Name="r", EventPattern='{"source":["s"]}')["RuleArn"]
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
    entry = {"Source": "s", "DetailType": "d", "Detail": "{}"}
    events.put_events(Entries=[entry])
    assert bodies(enforcing, url) == []
    admit(enforcing, url, arn, "events.amazonaws.com", rule)
    events.put_events(Entries=[{**entry, "DetailType": "admitted"}])
    assert [body["detail-type"] for body in bodies(enforcing, url)] == ["admitted"]


def test_a_rule_acts_in_the_role_that_its_target_names(enforcing):
    url, arn = make_queue(enforcing)
    iam, events = enforcing.client("iam"), enforcing.client("events")
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust({"Service": "events.amazonaws.com"}))["Role"]
    events.put_rule(Name="r", EventPattern='{"source":["s"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn, "RoleArn": role["Arn"]}])
    entry = {"Source": "s", "DetailType": "d", "Detail": "{}"}
    events.put_events(Entries=[entry])
    assert bodies(enforcing, url) == []
    iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=policy(allow("sqs:SendMessage", arn)))
    events.put_events(Entries=[entry])
    assert len(bodies(enforcing, url)) == 1
    iam.update_assume_role_policy(RoleName="r", PolicyDocument=trust({"Service": "lambda.amazonaws.com"}))
    events.put_events(Entries=[entry])
    assert bodies(enforcing, url) == []


def test_a_bucket_notifies_where_the_queue_admits_it(enforcing):
    url, arn = make_queue(enforcing)
    s3 = enforcing.client("s3")
    s3.create_bucket(Bucket="b" * 8, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    admit(enforcing, url, arn, "s3.amazonaws.com", "arn:aws:s3:::" + "b" * 8)
    s3.put_bucket_notification_configuration(Bucket="b" * 8, NotificationConfiguration={
        "QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]})
    s3.put_object(Bucket="b" * 8, Key="admitted", Body=b"x")
    found = [body["Records"][0]["s3"]["object"]["key"] for body in bodies(enforcing, url) if "Records" in body]
    assert found == ["admitted"]
    enforcing.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    s3.put_object(Bucket="b" * 8, Key="refused", Body=b"x")
    assert bodies(enforcing, url) == []
