"""Uploads in parts, and copies."""

import hashlib
import os
import pathlib

import boto3.s3.transfer
import botocore.exceptions
import pytest

PART = 5 << 20


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
    return error.value.response["Error"]["Code"]


def test_parts_become_one_object(s3, bucket):
    bodies = [os.urandom(PART), os.urandom(PART), os.urandom(1000)]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", Metadata={"a": "b"}, ContentType="x/y")["UploadId"]
    target = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    s3.upload_part(**target, PartNumber=7, Body=b"dropped")
    s3.upload_part(**target, PartNumber=2, Body=b"replaced")
    parts = [
        {"PartNumber": number, "ETag": s3.upload_part(**target, PartNumber=number, Body=body)["ETag"]}
        for number, body in enumerate(bodies, 1)]
    listed = s3.list_parts(**target)
    assert [part["PartNumber"] for part in listed["Parts"]] == [1, 2, 3, 7]
    assert [entry["UploadId"] for entry in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == [upload]
    done = s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    digest = hashlib.md5(b"".join(hashlib.md5(body).digest() for body in bodies)).hexdigest()
    assert done["ETag"] == f'"{digest}-3"'
    whole = b"".join(bodies)
    found = s3.get_object(Bucket=bucket, Key="k")
    assert found["Body"].read() == whole and found["Metadata"] == {"a": "b"} and found["ContentType"] == "x/y"
    for start, end in [(0, 0), (PART - 1, PART), (PART - 10, 2 * PART + 10), (2 * PART, 2 * PART + 999)]:
        part = s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={start}-{end}")["Body"].read()
        assert part == whole[start:end + 1]
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
    assert refusal(s3.list_parts, **target) == "NoSuchUpload"


def test_what_does_not_fit_together_is_refused(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    target = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    small = s3.upload_part(**target, PartNumber=1, Body=b"small")["ETag"]
    last = s3.upload_part(**target, PartNumber=2, Body=b"last")["ETag"]
    one, two = {"PartNumber": 1, "ETag": small}, {"PartNumber": 2, "ETag": last}
    complete = s3.complete_multipart_upload
    assert refusal(complete, **target, MultipartUpload={"Parts": [one, two]}) == "EntityTooSmall"
    assert refusal(complete, **target, MultipartUpload={"Parts": [two, one]}) == "InvalidPartOrder"
    assert refusal(complete, **target, MultipartUpload={"Parts": [{"PartNumber": 3, "ETag": last}]}) == "InvalidPart"
    assert refusal(complete, **target, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": last}]}) == "InvalidPart"
    assert refusal(complete, **target) == "InvalidRequest"
    assert refusal(s3.upload_part, **target, PartNumber=10_001, Body=b"") == "InvalidArgument"
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": [one]})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"small"


def test_an_upload_that_is_given_up_leaves_nothing(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    target = {"Bucket": bucket, "Key": "k", "UploadId": upload}
    s3.put_object(Bucket=bucket, Key="k", Body=b"stays")
    s3.upload_part(**target, PartNumber=1, Body=b"x")
    s3.abort_multipart_upload(**target)
    assert refusal(s3.upload_part, **target, PartNumber=1, Body=b"x") == "NoSuchUpload"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"stays"


def test_the_transfer_of_the_sdk_goes_both_ways(s3, bucket, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(os.urandom(20 << 20))
    settings = boto3.s3.transfer.TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=4)
    s3.upload_file(str(source), bucket, "large", Config=settings)
    s3.download_file(bucket, "large", str(tmp_path / "target"), Config=settings)
    assert (tmp_path / "target").read_bytes() == source.read_bytes()


def test_an_object_is_copied_with_its_metadata(s3, bucket):
    s3.put_object(Bucket=bucket, Key="dir/a b+c", Body=b"x" * 100_000, Metadata={"a": "b"}, ContentType="x/y")
    copied = s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "dir/a b+c"})
    found = s3.get_object(Bucket=bucket, Key="copy")
    assert found["Body"].read() == b"x" * 100_000 and found["Metadata"] == {"a": "b"}
    assert found["ETag"] == copied["CopyObjectResult"]["ETag"]
    s3.copy_object(
        Bucket=bucket, Key="copy", CopySource=f"{bucket}/copy", MetadataDirective="REPLACE", Metadata={"c": "d"})
    assert s3.head_object(Bucket=bucket, Key="copy")["Metadata"] == {"c": "d"}
    same = {"Bucket": bucket, "Key": "copy", "CopySource": f"{bucket}/copy"}
    assert refusal(s3.copy_object, **same) == "InvalidRequest"
    assert refusal(s3.copy_object, Bucket=bucket, Key="k", CopySource=f"{bucket}/never") == "NoSuchKey"


def test_memory_stays_while_much_passes(own_server, tmp_path):
    server = own_server("--clock", "virtual")
    s3 = server.client("s3")
    s3.create_bucket(Bucket="much", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})

    def resident():
        status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    s3.put_object(Bucket="much", Key="warm", Body=b"x" * (1 << 20))
    before = resident()
    large = tmp_path / "large"
    with open(large, "wb") as file:
        file.truncate(256 << 20)
    with open(large, "rb") as body:
        s3.put_object(Bucket="much", Key="large", Body=body)
    found = s3.get_object(Bucket="much", Key="large")["Body"]
    size = 0
    while piece := found.read(1 << 20):
        size += len(piece)
    assert size == 256 << 20
    assert resident() - before < 64 << 20
