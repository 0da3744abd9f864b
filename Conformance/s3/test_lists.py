"""Lists of objects and versions, deletions of many, and what buckets carry."""

import json

import botocore.exceptions
import pytest


@pytest.fixture
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3, name):
    bucket = name.lower()[-40:].strip("-")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return bucket


KEYS = ["a", "a/", "a/1", "a/2/x", "a/2/y", "b", "é/1", "z z", "z+z", "z&z<>"]


@pytest.fixture
def filled(s3, bucket):
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def expected(prefix, delimiter):
    keys, prefixes = [], []
    for key in sorted(KEYS, key=str.encode):
        if not key.startswith(prefix):
            continue
        end = key.find(delimiter, len(prefix)) if delimiter else -1
        if end < 0:
            keys.append(key)
        elif key[:end + len(delimiter)] not in prefixes:
            prefixes.append(key[:end + len(delimiter)])
    return keys, prefixes


@pytest.mark.parametrize("operation", ["list_objects_v2", "list_objects"])
@pytest.mark.parametrize("prefix,delimiter", [("", ""), ("", "/"), ("a", "/"), ("a/", "/"), ("a/2", ""), ("q", "/")])
@pytest.mark.parametrize("size", [1, 2, 1000])
def test_pages_together_are_the_list(s3, filled, operation, prefix, delimiter, size):
    keys, prefixes = [], []
    pages = s3.get_paginator(operation).paginate(
        Bucket=filled, Prefix=prefix, Delimiter=delimiter, PaginationConfig={"PageSize": size})
    for page in pages:
        found = [entry["Key"] for entry in page.get("Contents", [])]
        common = [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
        assert len(found) + len(common) <= size
        keys += found
        prefixes += common
    assert (keys, prefixes) == expected(prefix, delimiter)


def test_a_list_begins_behind_a_key(s3, filled):
    found = s3.list_objects_v2(Bucket=filled, StartAfter="a/2/x")
    assert [entry["Key"] for entry in found["Contents"]][:2] == ["a/2/y", "b"]
    assert found["KeyCount"] == len(found["Contents"])
    assert found["StartAfter"] == "a/2/x"


def test_a_false_token_is_refused(s3, filled):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        s3.list_objects_v2(Bucket=filled, ContinuationToken="nonsense")
    assert error.value.response["Error"]["Code"] == "InvalidArgument"


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_versions_are_listed_from_the_newest_on(s3, bucket, size):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    written = []
    for key in ("x", "y"):
        for _ in range(3):
            written.append((key, s3.put_object(Bucket=bucket, Key=key, Body=b"")["VersionId"]))
    marker = s3.delete_object(Bucket=bucket, Key="x")["VersionId"]
    versions, markers = [], []
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": size})
    for page in pages:
        versions += [(v["Key"], v["VersionId"], v["IsLatest"]) for v in page.get("Versions", [])]
        markers += [(m["Key"], m["VersionId"], m["IsLatest"]) for m in page.get("DeleteMarkers", [])]
    newest_first = [w for w in reversed(written) if w[0] == "x"] + [w for w in reversed(written) if w[0] == "y"]
    assert [v[:2] for v in versions] == newest_first
    assert [v[2] for v in versions] == [False, False, False, True, False, False]
    assert markers == [("x", marker, True)]


def test_many_are_deleted_and_each_is_told(s3, filled):
    answer = s3.delete_objects(
        Bucket=filled, Delete={"Objects": [{"Key": key} for key in KEYS] + [{"Key": "never"}, {"Key": "a", "VersionId": "?"}]})
    assert sorted(entry["Key"] for entry in answer["Deleted"]) == sorted(KEYS + ["never"])
    assert [(entry["Key"], entry["Code"]) for entry in answer["Errors"]] == [("a", "InvalidArgument")]
    assert s3.list_objects_v2(Bucket=filled)["KeyCount"] == 0
    s3.delete_bucket(Bucket=filled)


def test_quiet_deletions_tell_errors_only(s3, filled):
    answer = s3.delete_objects(Bucket=filled, Delete={"Objects": [{"Key": "a"}], "Quiet": True})
    assert "Deleted" not in answer and "Errors" not in answer


def test_a_bucket_is_there_or_not(s3, bucket):
    assert s3.head_bucket(Bucket=bucket)["BucketRegion"] == "eu-central-1"
    with pytest.raises(botocore.exceptions.ClientError) as error:
        s3.head_bucket(Bucket=bucket + "-none")
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_bucket_carries_policy_and_tags(s3, bucket):
    for call in (s3.get_bucket_policy, s3.get_bucket_tagging):
        with pytest.raises(botocore.exceptions.ClientError) as error:
            call(Bucket=bucket)
        assert error.value.response["Error"]["Code"] in ("NoSuchBucketPolicy", "NoSuchTagSet")
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == policy
    s3.delete_bucket_policy(Bucket=bucket)
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "k", "Value": "v"}]
    s3.delete_bucket_tagging(Bucket=bucket)
    with pytest.raises(botocore.exceptions.ClientError) as error:
        s3.put_bucket_policy(Bucket=bucket, Policy="{}")
    assert error.value.response["Error"]["Code"] == "MalformedPolicy"


def test_the_cli_copies_trees(server, s3, bucket, tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(str(number))
    server.cli("s3", "sync", str(tmp_path), f"s3://{bucket}/tree")
    assert s3.list_objects_v2(Bucket=bucket, Prefix="tree/")["KeyCount"] == 5
    assert "3.txt" in server.cli("s3", "ls", f"s3://{bucket}/tree/")
    server.cli("s3", "rm", "--recursive", f"s3://{bucket}/tree")
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_a_template_makes_a_bucket_and_refuses_what_has_no_effect(server, name, s3):
    cfn = server.client("cloudformation")
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {
        "VersioningConfiguration": {"Status": "Enabled"}, "Tags": [{"Key": "k", "Value": "v"}]}}},
        "Outputs": {"Name": {"Value": {"Ref": "B"}}, "Arn": {"Value": {"Fn::GetAtt": ["B", "Arn"]}}}}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    outputs = {o["OutputKey"]: o["OutputValue"] for o in cfn.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]}
    assert outputs["Arn"] == f"arn:aws:s3:::{outputs['Name']}"
    assert s3.get_bucket_versioning(Bucket=outputs["Name"])["Status"] == "Enabled"
    assert {"Key": "k", "Value": "v"} in s3.get_bucket_tagging(Bucket=outputs["Name"])["TagSet"]
    cfn.delete_stack(StackName=name)
    cfn.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    template["Resources"]["B"]["Properties"]["WebsiteConfiguration"] = {"IndexDocument": "i"}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
    with pytest.raises(botocore.exceptions.WaiterError):
        cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    reasons = [event.get("ResourceStatusReason", "") for event in cfn.describe_stack_events(StackName=name)["StackEvents"]]
    assert any("WebsiteConfiguration" in reason for reason in reasons), reasons
