"""Tags of objects."""

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


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def tags(s3, bucket, key, **extra):
    return {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=key, **extra)["TagSet"]}


def test_tags_come_with_the_object_are_replaced_and_taken_away(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", Tagging="a=1&b%20c=%C3%BC&d=")
    assert tags(s3, bucket, "k") == {"a": "1", "b c": "ü", "d": ""}
    assert s3.head_object(Bucket=bucket, Key="k")["TagCount"] == 3
    assert s3.get_object(Bucket=bucket, Key="k")["TagCount"] == 3
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": [{"Key": "z", "Value": "9"}]})
    assert tags(s3, bucket, "k") == {"z": "9"}
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    assert tags(s3, bucket, "k") == {} and "TagCount" not in s3.head_object(Bucket=bucket, Key="k")


def test_versions_have_tags_of_their_own(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1", Tagging="v=1")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="k", Body=b"2")["VersionId"]
    assert tags(s3, bucket, "k") == {} and tags(s3, bucket, "k", VersionId=first) == {"v": "1"}
    answer = s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": [{"Key": "v", "Value": "2"}]})
    assert answer["VersionId"] == second


def test_a_copy_keeps_tags_or_gets_its_own(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", Tagging="a=1")
    s3.copy_object(Bucket=bucket, Key="same", CopySource=f"{bucket}/k")
    s3.copy_object(Bucket=bucket, Key="own", CopySource=f"{bucket}/k", TaggingDirective="REPLACE", Tagging="b=2")
    assert tags(s3, bucket, "same") == {"a": "1"} and tags(s3, bucket, "own") == {"b": "2"}
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts", Tagging="c=3")["UploadId"]
    target = {"Bucket": bucket, "Key": "parts", "UploadId": upload}
    part = s3.upload_part(**target, PartNumber=1, Body=b"x")
    s3.complete_multipart_upload(
        **target, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    assert tags(s3, bucket, "parts") == {"c": "3"}


def test_tags_beyond_the_limits_are_refused(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")

    def put(*pairs):
        return refusal(
            s3.put_object_tagging, Bucket=bucket, Key="k", Tagging={"TagSet": [{"Key": k, "Value": v} for k, v in pairs]})

    error = put(*[(f"k{number}", "") for number in range(11)])
    assert (error["Code"], error["Message"]) == ("BadRequest", "Object tags cannot be greater than 10")
    assert put(("a", "1"), ("a", "2"))["Message"] == "Cannot provide multiple Tags with the same key"
    assert put(("a" * 129, ""))["Message"] == "The TagKey you have provided is invalid"
    assert put(("a", "b" * 257))["Message"] == "The TagValue you have provided is invalid"
    assert put(("aws:a", "b"))["Message"] == "System tags cannot be added/updated by requester"
    error = refusal(s3.put_object, Bucket=bucket, Key="k", Body=b"", Tagging="a=1&a=2")
    assert error["Code"] == "InvalidArgument" and error["ArgumentName"] == "x-amz-tagging"
    assert refusal(s3.get_object_tagging, Bucket=bucket, Key="none")["Code"] == "NoSuchKey"
