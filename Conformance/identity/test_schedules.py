"""Schedules and pipes under `--auth enforce`: they do what their role may, as AWS documents it."""

import json

from identity.conftest import allow, policy, refusal, trust

ACCOUNT = "000000000000"
REGION = "eu-central-1"


def arn(service, resource):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def make_role(enforcing, name, service, *statements, **condition):
    iam = enforcing.client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": service}, **condition))
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy(*statements))
    return made["Role"]["Arn"]


def bodies(sqs, url):
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in messages]


def test_a_schedule_acts_in_its_role(enforcing):
    sqs = enforcing.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    scheduler = enforcing.client("scheduler")
    # As AWS advises against the confused deputy: the group is the source.
    group = {"Condition": {"StringEquals": {
        "aws:SourceArn": arn("scheduler", "schedule-group/default"), "aws:SourceAccount": ACCOUNT}}}
    good = make_role(
        enforcing, "good", "scheduler.amazonaws.com", allow("sqs:SendMessage", arn("sqs", "q")), **group)
    poor = make_role(enforcing, "poor", "scheduler.amazonaws.com", **group)
    other = make_role(enforcing, "other", "lambda.amazonaws.com")

    def create(name, role, **settings):
        scheduler.create_schedule(
            Name=name, ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": arn("sqs", "q"), "RoleArn": role, "Input": name, **settings})

    code, text = refusal(lambda: create("a", other))
    assert (code, text) == (
        "ValidationException",
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")
    create("poor", poor)
    create("good", good)
    create("called", good, Arn="arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
           Input=json.dumps({"QueueUrl": url, "MessageBody": "called"}))
    enforcing.server.advance("PT1S")
    assert sorted(bodies(sqs, url)) == ["called", "good"]


def test_a_user_needs_permission_for_the_schedule_and_the_role(enforcing):
    role = make_role(enforcing, "r", "scheduler.amazonaws.com")
    key = enforcing.user("alice", allow("scheduler:*", arn("scheduler", "schedule/default/own-*")))
    scheduler = enforcing.client("scheduler", key)

    def create(name):
        scheduler.create_schedule(
            Name=name, ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"}, State="DISABLED",
            Target={"Arn": arn("sqs", "q"), "RoleArn": role})

    assert "scheduler:CreateSchedule" in refusal(lambda: create("other"))[1]
    assert "iam:PassRole" in refusal(lambda: create("own-1"))[1]
    enforcing.client("iam").put_user_policy(
        UserName="alice", PolicyName="pass", PolicyDocument=policy(allow("iam:PassRole", role, Condition={
            "StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}})))
    create("own-1")
    assert scheduler.get_schedule(Name="own-1")["Name"] == "own-1"
    assert "scheduler:ListSchedules" in refusal(scheduler.list_schedules)[1]


def test_a_serverless_function_and_a_pipe_run_in_roles_of_their_template(enforcing):
    sqs = enforcing.client("sqs")
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
        "In": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "in"}},
        "Out": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "out"}},
        "F": {"Type": "AWS::Serverless::Function", "Properties": {
            "Runtime": "python3.12", "Handler": "index.handler",
            "InlineCode": "def handler(records, context):\n    return records\n",
            "Events": {"Tick": {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 day)"}}}}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": json.loads(trust({"Service": "pipes.amazonaws.com"})),
            "Policies": [{"PolicyName": "p", "PolicyDocument": json.loads(policy(
                allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], arn("sqs", "in")),
                allow("sqs:SendMessage", arn("sqs", "out")),
                allow("lambda:InvokeFunction", arn("lambda", "function:*"))))}]}},
        "Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": {
            "Name": "p", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "Source": {"Fn::GetAtt": ["In", "Arn"]},
            "Enrichment": {"Fn::GetAtt": ["F", "Arn"]}, "Target": {"Fn::GetAtt": ["Out", "Arn"]},
            "EnrichmentParameters": {"InputTemplate": '{"body": <$.body>}'},
            "TargetParameters": {"InputTemplate": "<$.body>"}}}}}
    formation = enforcing.client("cloudformation")
    formation.create_stack(StackName="s", TemplateBody=json.dumps(template), Capabilities=[
        "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    enforcing.server.advance("PT20S")
    stack = formation.describe_stacks(StackName="s")["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE", formation.describe_stack_events(StackName="s")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="in")["QueueUrl"], MessageBody="through")
    out, found = sqs.get_queue_url(QueueName="out")["QueueUrl"], []
    for _ in range(30):
        enforcing.server.advance("PT1S")
        found += bodies(sqs, out)
        if found:
            break
    assert found == ["through"]
    # What the schedule called is in the function's log.
    logs = enforcing.client("logs")
    [group] = [g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]]
    messages = [e["message"] for e in logs.filter_log_events(logGroupName=group)["events"]]
    assert sum(m.startswith("REPORT") for m in messages) >= 2
