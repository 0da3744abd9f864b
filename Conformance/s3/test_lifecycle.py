"""What ends by itself, on virtual time."""

import json

import botocore.exceptions
import pytest


@pytest.fixture
def server(own_server):
    return own_server("--clock", "virtual")


@pytest.fixture
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3):
    s3.create_bucket(Bucket="ends", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return "ends"


def put(s3, bucket, *rules):
    full = [{"ID": f"r{number}", "Status": "Enabled", "Filter": {}, **rule} for number, rule in enumerate(rules)]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": full})
    return full


def keys(s3, bucket):
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


def refusal(call, *arguments, **named):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(*arguments, **named)
    return error.value.response["Error"]


def test_objects_end_behind_their_days(server, s3, bucket):
    for key, body, tags in [
            ("logs/a", b"x", ""), ("logs/big", b"x" * 1000, ""), ("other", b"x", ""), ("tagged", b"x", "k=v"),
            ("tagged-otherwise", b"x", "k=w")]:
        s3.put_object(Bucket=bucket, Key=key, Body=body, Tagging=tags)
    put(s3, bucket, {
        "Filter": {"And": {"Prefix": "logs/", "ObjectSizeLessThan": 500}}, "Expiration": {"Days": 2}},
        {"Filter": {"Tag": {"Key": "k", "Value": "v"}}, "Expiration": {"Days": 4}})
    expiration = s3.head_object(Bucket=bucket, Key="logs/a")["Expiration"]
    assert 'rule-id="r0"' in expiration and "00:00:00 GMT" in expiration
    assert "Expiration" not in s3.get_object(Bucket=bucket, Key="other")
    assert 'rule-id="r1"' in s3.put_object(Bucket=bucket, Key="tagged", Body=b"", Tagging="k=v")["Expiration"]
    server.advance("P1D")
    assert keys(s3, bucket) == ["logs/a", "logs/big", "other", "tagged", "tagged-otherwise"]
    server.advance("P2D")
    assert keys(s3, bucket) == ["logs/big", "other", "tagged", "tagged-otherwise"]
    server.advance("P2D")
    assert keys(s3, bucket) == ["logs/big", "other", "tagged-otherwise"]


def test_many_objects_end_and_the_rest_stays(server, s3, bucket):
    for number in range(230):
        s3.put_object(Bucket=bucket, Key=f"{'old' if number % 2 else 'new'}/{number:03}", Body=b"")
    put(s3, bucket, {"Filter": {"Prefix": "old/"}, "Expiration": {"Days": 1}})
    server.advance("P2D")
    assert keys(s3, bucket) == [f"new/{number:03}" for number in range(0, 230, 2)]


def test_versions_end_behind_those_that_are_kept(server, s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    versions = [s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"] for _ in range(4)]
    put(s3, bucket, {"NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 1}},
        {"Expiration": {"Days": 5}})
    server.advance("P3D")
    found = s3.list_object_versions(Bucket=bucket)
    assert [version["VersionId"] for version in found["Versions"]] == [versions[3], versions[2]]
    server.advance("P4D")
    assert s3.list_object_versions(Bucket=bucket)["DeleteMarkers"][0]["IsLatest"] is True
    assert keys(s3, bucket) == []


def test_a_delete_marker_that_covers_nothing_ends(server, s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"]
    s3.delete_object(Bucket=bucket, Key="k")
    put(s3, bucket, {"Expiration": {"ExpiredObjectDeleteMarker": True}})
    server.advance("P2D")
    assert len(s3.list_object_versions(Bucket=bucket)["DeleteMarkers"]) == 1
    s3.delete_object(Bucket=bucket, Key="k", VersionId=version)
    server.advance("P1D")
    assert "DeleteMarkers" not in s3.list_object_versions(Bucket=bucket)


def test_uploads_that_nobody_completes_end(server, s3, bucket):
    old = s3.create_multipart_upload(Bucket=bucket, Key="in/old")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="in/old", UploadId=old, PartNumber=1, Body=b"x" * 100_000)
    s3.create_multipart_upload(Bucket=bucket, Key="other")
    put(s3, bucket, {"Filter": {"Prefix": "in/"}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2}})
    server.advance("P1D")
    assert len(s3.list_multipart_uploads(Bucket=bucket)["Uploads"]) == 2
    server.advance("P2D")
    assert [upload["Key"] for upload in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["other"]


def test_the_rules_are_answered_and_taken_back(server, s3, bucket):
    assert refusal(s3.get_bucket_lifecycle_configuration, Bucket=bucket)["Code"] == "NoSuchLifecycleConfiguration"
    rules = put(
        s3, bucket, {"Filter": {"Prefix": "a"}, "Expiration": {"Days": 3}},
        {"Status": "Disabled", "Filter": {"And": {"Prefix": "b", "Tags": [{"Key": "k", "Value": "v"}]}},
         "NoncurrentVersionExpiration": {"NoncurrentDays": 3},
         "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}})
    found = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    assert found["Rules"] == rules and found["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    s3.delete_bucket_lifecycle(Bucket=bucket)
    server.advance("P10D")
    assert keys(s3, bucket) == ["a"]


def test_what_has_no_effect_or_makes_no_sense_is_refused(server, s3, bucket):
    error = refusal(put, s3, bucket, {"Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]})
    assert error["Code"] == "NotImplemented" and "Transition" in error["Message"]
    assert refusal(put, s3, bucket, {})["Message"] == "At least one action needs to be specified in a rule"
    assert refusal(put, s3, bucket, {"Expiration": {"Days": 0}})["Message"] == (
        "'Days' for Expiration action must be a positive integer")
    assert refusal(put, s3, bucket, {"ID": "x", "Expiration": {"Days": 1}}, {"ID": "x", "Expiration": {"Days": 2}})[
        "Message"] == "Rule ID must be unique. Found same ID for more than one rule"


def test_an_end_is_told(server, s3, bucket):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [{
        "QueueArn": "arn:aws:sqs:eu-central-1:000000000000:q", "Events": ["s3:LifecycleExpiration:*"]}]})
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    put(s3, bucket, {"Expiration": {"Days": 1}})
    server.advance("P2D")
    bodies = [json.loads(message["Body"]) for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]
    event = next(body for body in bodies if "Records" in body)["Records"][0]
    assert (event["eventName"], event["eventVersion"]) == ("LifecycleExpiration:Delete", "2.3")
    assert event["userIdentity"] == {"principalId": "s3.amazonaws.com"}


def test_a_template_sets_a_lifecycle(server, s3):
    cfn = server.client("cloudformation")
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "templated", "LifecycleConfiguration": {
        "Rules": [{"Id": "r", "Status": "Enabled", "Prefix": "tmp/", "ExpirationInDays": 1}]}}}}}
    cfn.create_stack(StackName="s", TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName="s", WaiterConfig={"Delay": 1})
    rule = s3.get_bucket_lifecycle_configuration(Bucket="templated")["Rules"][0]
    assert rule == {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}}
