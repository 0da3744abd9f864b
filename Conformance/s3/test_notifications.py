"""Events of buckets at queues, topics, functions and EventBridge."""

import json
import pathlib
import time
import urllib.parse

import botocore.exceptions
import pytest

REGION = {"LocationConstraint": "eu-central-1"}
CREATED = ["s3:ObjectCreated:*"]


@pytest.fixture
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3, name):
    bucket = name.lower()[-40:].strip("-")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=REGION)
    return bucket


class Queue:
    def __init__(self, server, name):
        self.sqs = server.client("sqs")
        self.url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        self.arn = self.sqs.get_queue_attributes(
            QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def messages(self, count):
        """Exactly so many messages, in any order; none come after them."""
        found = []
        while len(found) < count:
            answer = self.sqs.receive_message(
                QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=20, MessageSystemAttributeNames=["All"])
            assert "Messages" in answer, f"{len(found)} of {count} messages came"
            for message in answer["Messages"]:
                found.append(message)
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        assert "Messages" not in self.sqs.receive_message(QueueUrl=self.url)
        return found

    def bodies(self, count):
        return [json.loads(message["Body"]) for message in self.messages(count)]

    def events(self, count):
        bodies = self.bodies(count)
        assert all(len(body["Records"]) == 1 for body in bodies)
        return sorted((body["Records"][0] for body in bodies), key=lambda event: event["s3"]["object"].get("sequencer", ""))


@pytest.fixture
def queue(server, name):
    return Queue(server, name)


def configure(s3, bucket, **configuration):
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=configuration)


def rule(queue, events=CREATED, **filters):
    entry = {"QueueArn": queue.arn, "Events": events}
    if filters:
        entry["Filter"] = {"Key": {"FilterRules": [{"Name": k, "Value": v} for k, v in filters.items()]}}
    return entry


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def test_a_queue_is_told_of_a_new_object(s3, bucket, queue):
    configure(s3, bucket, QueueConfigurations=[{**rule(queue), "Id": "mine"}])
    test = queue.bodies(1)[0]
    assert test["Service"] == "Amazon S3" and test["Event"] == "s3:TestEvent" and test["Bucket"] == bucket
    assert set(test) == {"Service", "Event", "Time", "Bucket", "RequestId", "HostId"}
    put = s3.put_object(Bucket=bucket, Key="dir/red flower+ü.txt", Body=b"12345")
    event = queue.events(1)[0]
    assert event.pop("eventTime").endswith("Z")
    assert event.pop("responseElements") == {
        "x-amz-request-id": put["ResponseMetadata"]["RequestId"], "x-amz-id-2": put["ResponseMetadata"]["HostId"]}
    assert event["s3"]["object"].pop("sequencer")
    assert event["s3"]["bucket"].pop("ownerIdentity")["principalId"]
    assert event.pop("userIdentity")["principalId"].startswith("AWS:")
    assert event == {
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1", "eventName": "ObjectCreated:Put",
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "s3": {
            "s3SchemaVersion": "1.0", "configurationId": "mine",
            "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"},
            "object": {
                "key": "dir/red+flower%2B%C3%BC.txt", "size": 5, "eTag": put["ETag"].strip('"')}}}
    assert urllib.parse.unquote_plus(event["s3"]["object"]["key"]) == "dir/red flower+ü.txt"


def test_each_kind_of_write_has_its_event(s3, bucket, queue):
    s3.put_object(Bucket=bucket, Key="before", Body=b"")
    configure(s3, bucket, QueueConfigurations=[rule(queue, ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"])])
    queue.messages(1)
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/before")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    target = {"Bucket": bucket, "Key": "parts", "UploadId": upload}
    tag = s3.upload_part(**target, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})
    s3.delete_object(Bucket=bucket, Key="copy")
    s3.delete_object(Bucket=bucket, Key="never there")
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "parts"}]})
    events = queue.events(4)
    assert [(event["eventName"], event["s3"]["object"]["key"]) for event in events] == [
        ("ObjectCreated:Copy", "copy"), ("ObjectCreated:CompleteMultipartUpload", "parts"),
        ("ObjectRemoved:Delete", "copy"), ("ObjectRemoved:Delete", "parts")]
    assert "size" not in events[2]["s3"]["object"] and "eTag" not in events[2]["s3"]["object"]


def test_versions_are_named_and_delete_markers_have_their_event(s3, bucket, queue):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    configure(s3, bucket, QueueConfigurations=[rule(queue, ["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"])])
    queue.messages(1)
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"]
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    s3.delete_object(Bucket=bucket, Key="k", VersionId=version)
    events = queue.events(3)
    assert [(event["eventName"], event["s3"]["object"]["versionId"]) for event in events] == [
        ("ObjectCreated:Put", version), ("ObjectRemoved:DeleteMarkerCreated", marker), ("ObjectRemoved:Delete", version)]
    assert events[1]["s3"]["object"]["eTag"] == "d41d8cd98f00b204e9800998ecf8427e"


def test_filters_choose_keys(s3, bucket, queue):
    configure(s3, bucket, QueueConfigurations=[
        rule(queue, prefix="images/", suffix=".jpg"), rule(queue, ["s3:ObjectRemoved:Delete"], Prefix="images/")])
    queue.messages(2)
    for key in ("images/a.jpg", "images/a.png", "a.jpg"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
        s3.delete_object(Bucket=bucket, Key=key)
    assert [(event["eventName"], event["s3"]["object"]["key"]) for event in queue.events(3)] == [
        ("ObjectCreated:Put", "images/a.jpg"), ("ObjectRemoved:Delete", "images/a.jpg"),
        ("ObjectRemoved:Delete", "images/a.png")]


def test_the_configuration_is_answered_and_taken_back(s3, bucket, queue):
    get = s3.get_bucket_notification_configuration
    assert "QueueConfigurations" not in get(Bucket=bucket)
    configure(s3, bucket, QueueConfigurations=[rule(queue, prefix="a")], EventBridgeConfiguration={})
    found = get(Bucket=bucket)
    assert found["EventBridgeConfiguration"] == {}
    entry = found["QueueConfigurations"][0]
    assert entry.pop("Id")
    assert entry == {
        "QueueArn": queue.arn, "Events": CREATED,
        "Filter": {"Key": {"FilterRules": [{"Name": "Prefix", "Value": "a"}]}}}
    configure(s3, bucket)
    assert "QueueConfigurations" not in get(Bucket=bucket) and "EventBridgeConfiguration" not in get(Bucket=bucket)
    queue.messages(1)
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    queue.messages(0)


@pytest.mark.parametrize("first,second", [
    ({}, {}), ({"prefix": "a"}, {"prefix": "ab"}), ({"suffix": ".jpg"}, {"suffix": "g"}),
    ({"prefix": "a"}, {"suffix": "b"})])
def test_overlapping_rules_are_refused(s3, bucket, queue, first, second):
    both = {"QueueConfigurations": [rule(queue, **first), rule(queue, ["s3:ObjectCreated:Put"], **second)]}
    error = refusal(configure, s3=s3, bucket=bucket, **both)
    assert error["Code"] == "InvalidArgument"
    assert error["Message"] == (
        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
        "overlapping for the same event type.")


def test_rules_that_do_not_overlap_are_taken(s3, bucket, queue):
    configure(s3, bucket, QueueConfigurations=[
        rule(queue, prefix="a", suffix=".jpg"), rule(queue, prefix="a", suffix=".png"), rule(queue, prefix="b"),
        rule(queue, ["s3:ObjectRemoved:*"])])
    queue.messages(4)


def test_targets_are_validated(s3, bucket):
    arn = "arn:aws:{}:eu-central-1:000000000000:{}"
    cases = [
        ("QueueConfigurations", "QueueArn", arn.format("sqs", "none"), "The destination queue does not exist", ""),
        ("TopicConfigurations", "TopicArn", arn.format("sns", "none"), "The destination topic does not exist", ""),
        ("LambdaFunctionConfigurations", "LambdaFunctionArn", arn.format("lambda", "function:none"),
         "Not authorized to invoke function [{}]", ", null")]
    for field, member, target, reason, suffix in cases:
        entry = {member: target, "Events": CREATED}
        error = refusal(configure, s3=s3, bucket=bucket, **{field: [entry]})
        assert error["Message"] == "Unable to validate the following destination configurations"
        assert error["ArgumentName1"] == target + suffix and error["ArgumentValue1"] == reason.format(target)
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={field: [entry]}, SkipDestinationValidation=True)
        assert s3.get_bucket_notification_configuration(Bucket=bucket)[field][0][member] == target
        bad = refusal(configure, s3=s3, bucket=bucket, **{field: [{member: "nonsense", "Events": CREATED}]})
        assert (bad["Code"], bad["Message"]) == ("InvalidArgument", "The ARN could not be parsed")
        assert bad["ArgumentName"] in ("Queue", "Topic", "CloudFunction") and bad["ArgumentValue"] == "nonsense"
        # What nobody can take in does not hinder the write.
        s3.put_object(Bucket=bucket, Key="k", Body=b"")


def test_what_never_happens_here_is_refused_by_name(s3, bucket, queue):
    error = refusal(configure, s3=s3, bucket=bucket, QueueConfigurations=[rule(queue, ["s3:ObjectRestore:*"])])
    assert error["Code"] == "NotImplemented" and "s3:ObjectRestore:*" in error["Message"]
    error = refusal(configure, s3=s3, bucket=bucket, QueueConfigurations=[rule(queue, ["s3:Nonsense"])])
    assert error["Code"] == "InvalidArgument"


def test_a_topic_is_told_with_a_subject(server, s3, bucket, queue, name):
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    configure(s3, bucket, TopicConfigurations=[{"TopicArn": topic, "Events": ["s3:ObjectCreated:Put"]}])
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    letters = queue.bodies(2)
    assert {letter["Subject"] for letter in letters} == {"Amazon S3 Notification"}
    inner = [json.loads(letter["Message"]) for letter in letters]
    assert sorted("Records" in message for message in inner) == [False, True]


def test_eventbridge_is_told_of_everything(server, s3, bucket, queue, name):
    events = server.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["aws.s3"], "detail": {"bucket": {"name": [bucket]}}}))
    events.put_targets(Rule=name, Targets=[{"Id": "q", "Arn": queue.arn}])
    configure(s3, bucket, EventBridgeConfiguration={})
    put = s3.put_object(Bucket=bucket, Key="a b", Body=b"123")
    s3.delete_object(Bucket=bucket, Key="a b")
    created, deleted = sorted(queue.bodies(2), key=lambda event: event["detail"]["object"]["sequencer"])
    assert created["detail-type"] == "Object Created" and created["source"] == "aws.s3"
    assert created["resources"] == [f"arn:aws:s3:::{bucket}"] and created["account"] == "000000000000"
    detail = created["detail"]
    assert detail["object"].pop("sequencer")
    assert detail == {
        "version": "0", "bucket": {"name": bucket},
        "object": {"key": "a b", "size": 3, "etag": put["ETag"].strip('"')},
        "request-id": put["ResponseMetadata"]["RequestId"], "requester": "000000000000",
        "source-ip-address": "127.0.0.1", "reason": "PutObject"}
    assert deleted["detail-type"] == "Object Deleted"
    assert deleted["detail"]["reason"] == "DeleteObject"
    assert deleted["detail"]["deletion-type"] == "Permanently Deleted"


def test_events_of_acknowledged_writes_outlive_a_crash(own_server):
    server = own_server()
    s3, queue = server.client("s3"), Queue(server, "told")
    s3.create_bucket(Bucket="tells", CreateBucketConfiguration=REGION)
    configure(s3, "tells", QueueConfigurations=[rule(queue)])
    keys = [f"k{number}" for number in range(20)]
    for key in keys:
        s3.put_object(Bucket="tells", Key=key, Body=b"x" * 100_000)
    server.kill()
    server.start()
    queue.sqs = server.client("sqs")
    queue.url = queue.sqs.get_queue_url(QueueName="told")["QueueUrl"]
    bodies = queue.bodies(21)
    assert sorted(body["Records"][0]["s3"]["object"]["key"] for body in bodies if "Records" in body) == sorted(keys)


def test_a_function_of_a_serverless_template_is_run_by_its_bucket(own_server, name):
    server = own_server()
    code = "import json\ndef handler(event, context):\n    print('GOT ' + json.dumps(event['Records'][0]['s3']['object']['key']))\n"
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Incoming": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "incoming-things"}},
            "F": {"Type": "AWS::Serverless::Function", "Properties": {
                "Runtime": "python3.12", "Handler": "index.handler", "FunctionName": "told",
                "InlineCode": code, "Events": {"New": {"Type": "S3", "Properties": {
                    "Bucket": {"Ref": "Incoming"}, "Events": "s3:ObjectCreated:*",
                    "Filter": {"S3Key": {"Rules": [{"Name": "suffix", "Value": ".txt"}]}}}}}}}}}
    cfn, s3, logs = server.client("cloudformation"), server.client("s3"), server.client("logs")
    cfn.create_stack(
        StackName="told", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    cfn.get_waiter("stack_create_complete").wait(StackName="told", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    s3.put_object(Bucket="incoming-things", Key="a.txt", Body=b"x")
    s3.put_object(Bucket="incoming-things", Key="a.png", Body=b"x")
    deadline = time.monotonic() + 60
    lines = []
    while time.monotonic() < deadline and not any("GOT" in line for line in lines):
        time.sleep(0.2)
        try:
            found = logs.filter_log_events(logGroupName="/aws/lambda/told")["events"]
        except logs.exceptions.ResourceNotFoundException:
            continue
        lines = [event["message"] for event in found]
    assert [line.strip() for line in lines if "GOT" in line] == ['GOT "a.txt"'], lines


def test_a_template_tells_a_queue(server, s3, name):
    cfn = server.client("cloudformation")
    queue = name[:40].lower()
    template = {"Resources": {
        "Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": queue}},
        "B": {"Type": "AWS::S3::Bucket", "Properties": {"NotificationConfiguration": {
            "QueueConfigurations": [{
                "Event": "s3:ObjectCreated:*", "Queue": {"Fn::GetAtt": ["Q", "Arn"]},
                "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": "in/"}]}}}],
            "EventBridgeConfiguration": {"EventBridgeEnabled": True}}}}},
        "Outputs": {"B": {"Value": {"Ref": "B"}}}}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    bucket = cfn.describe_stacks(StackName=name)["Stacks"][0]["Outputs"][0]["OutputValue"]
    found = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert found["QueueConfigurations"][0]["QueueArn"].endswith(queue)
    assert found["QueueConfigurations"][0]["Filter"]["Key"]["FilterRules"] == [{"Name": "Prefix", "Value": "in/"}]
    assert found["EventBridgeConfiguration"] == {}
    del template["Resources"]["B"]["Properties"]["NotificationConfiguration"]
    cfn.update_stack(StackName=name, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    assert "QueueConfigurations" not in s3.get_bucket_notification_configuration(Bucket=bucket)


def test_a_queue_that_does_not_let_the_bucket_in_is_refused(own_server):
    server = own_server("--auth", "enforce")
    key = json.loads(pathlib.Path(server.data, "root-credentials.json").read_text())
    keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    s3, sqs, events = (server.client(service, **keys) for service in ("s3", "sqs", "events"))
    s3.create_bucket(Bucket="tells", CreateBucketConfiguration=REGION)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    configuration = {
        "QueueConfigurations": [{"QueueArn": arn, "Events": CREATED}], "EventBridgeConfiguration": {}}
    error = refusal(configure, s3=s3, bucket="tells", **configuration)
    assert error["ArgumentValue1"] == (
        "Permissions on the destination queue do not allow S3 to publish notifications from this bucket")
    allow = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
        {**allow, "Principal": {"Service": "s3.amazonaws.com"}, "Condition": {
            "ArnLike": {"aws:SourceArn": "arn:aws:s3:::tells"},
            "StringEquals": {"aws:SourceAccount": arn.split(":")[4]}}},
        {**allow, "Principal": {"Service": "events.amazonaws.com"}}]})})
    configure(s3, "tells", **configuration)
    events.put_rule(Name="r", EventPattern='{"source":["aws.s3"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
    s3.put_object(Bucket="tells", Key="k", Body=b"x")
    bodies = []
    while len(bodies) < 3:
        found = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20, MaxNumberOfMessages=10).get("Messages", [])
        assert found, bodies
        bodies += [json.loads(message["Body"]) for message in found]
    kinds = ["test" if "Event" in body else "record" if "Records" in body else body["detail-type"] for body in bodies]
    assert sorted(kinds) == ["Object Created", "record", "test"]
