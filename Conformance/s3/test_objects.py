"""Objects as boto3 stores, reads and deletes them."""

import hashlib
import os
import urllib.request

import botocore.exceptions
import pytest

REGION = {"LocationConstraint": "eu-central-1"}


@pytest.fixture
def bucket(server, name):
    bucket = name.lower()[-60:].strip("-")
    server.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=REGION)
    return bucket


def refusal(action, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        action(**arguments)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 3_000_000])
def test_an_object_is_read_as_it_was_stored(server, bucket, size):
    s3, body = server.client("s3"), os.urandom(size)
    put = s3.put_object(Bucket=bucket, Key="a/ü b", Body=body, ContentType="text/x", Metadata={"k": "v"})
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key="a/ü b")
    assert got["Body"].read() == body
    assert got["ContentType"] == "text/x" and got["Metadata"] == {"k": "v"}
    head = s3.head_object(Bucket=bucket, Key="a/ü b")
    assert head["ContentLength"] == size and head["ETag"] == put["ETag"]


@pytest.mark.parametrize("size", [1000, 200_000])
def test_a_range_is_answered_as_a_part(server, bucket, size):
    s3, body = server.client("s3"), os.urandom(size)
    s3.put_object(Bucket=bucket, Key="k", Body=body)
    part = s3.get_object(Bucket=bucket, Key="k", Range="bytes=10-99")
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert part["ContentRange"] == f"bytes 10-99/{size}" and part["Body"].read() == body[10:100]
    assert s3.get_object(Bucket=bucket, Key="k", Range="bytes=-5")["Body"].read() == body[-5:]
    assert refusal(s3.get_object, Bucket=bucket, Key="k", Range=f"bytes={size}-") == ("InvalidRange", 416)


def test_what_is_not_there_is_refused_by_name(server, bucket):
    s3 = server.client("s3")
    assert refusal(s3.get_object, Bucket=bucket, Key="none") == ("NoSuchKey", 404)
    assert refusal(s3.get_object, Bucket=bucket + "-x", Key="none") == ("NoSuchBucket", 404)
    assert refusal(s3.head_object, Bucket=bucket, Key="none") == ("404", 404)


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
def test_a_wrong_checksum_is_refused(server, bucket, algorithm):
    s3 = server.client("s3")
    size = {"CRC32": 4, "CRC32C": 4, "CRC64NVME": 8, "SHA1": 20, "SHA256": 32}[algorithm]
    import base64
    wrong = {f"Checksum{algorithm}": base64.b64encode(bytes(size)).decode()}
    assert refusal(s3.put_object, Bucket=bucket, Key="k", Body=b"x", **wrong) == ("BadDigest", 400)
    assert refusal(s3.head_object, Bucket=bucket, Key="k") == ("404", 404)


def test_crc_values_are_those_of_the_catalogue(server, bucket):
    s3 = server.client("s3")
    for algorithm, value in [("CRC32", "y/Q5Jg=="), ("CRC32C", "4waSgw=="), ("CRC64NVME", "rosUhgp5mIg=")]:
        s3.put_object(Bucket=bucket, Key="k", Body=b"123456789", **{f"Checksum{algorithm}": value})
        head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
        assert head[f"Checksum{algorithm}"] == value


def test_writes_and_reads_obey_their_conditions(server, bucket):
    s3 = server.client("s3")
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")["ETag"]
    again = dict(Bucket=bucket, Key="k", Body=b"2")
    assert refusal(s3.put_object, IfNoneMatch="*", **again) == ("PreconditionFailed", 412)
    assert refusal(s3.put_object, IfMatch='"0"', **again) == ("PreconditionFailed", 412)
    assert refusal(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=tag) == ("304", 304)
    s3.put_object(IfMatch=tag, **again)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"2"


def test_versions_are_kept_and_come_back(server, bucket):
    s3 = server.client("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"0")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    assert s3.get_object(Bucket=bucket, Key="k", VersionId="null")["Body"].read() == b"0"
    marker = s3.delete_object(Bucket=bucket, Key="k")
    assert marker["DeleteMarker"] is True
    assert refusal(s3.get_object, Bucket=bucket, Key="k") == ("NoSuchKey", 404)
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket=bucket, Key="k")["VersionId"] == first
    s3.delete_object(Bucket=bucket, Key="k", VersionId=first)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"0"


def test_a_presigned_url_stores_and_reads(server, bucket):
    s3 = server.client("s3")
    where = {"Bucket": bucket, "Key": "p"}
    put = urllib.request.Request(s3.generate_presigned_url("put_object", where), data=b"body", method="PUT")
    assert urllib.request.urlopen(put, timeout=30).status == 200
    assert urllib.request.urlopen(s3.generate_presigned_url("get_object", where), timeout=30).read() == b"body"


def test_objects_outlive_a_crash(own_server):
    server = own_server()
    s3, body = server.client("s3"), os.urandom(500_000)
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration=REGION)
    s3.put_object(Bucket="kept", Key="small", Body=b"s")
    s3.put_object(Bucket="kept", Key="large", Body=body)
    server.kill()
    s3 = server.start().client("s3")
    assert s3.get_object(Bucket="kept", Key="small")["Body"].read() == b"s"
    assert s3.get_object(Bucket="kept", Key="large")["Body"].read() == body
