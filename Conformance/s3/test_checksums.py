"""Checksums of objects and of their parts, in every algorithm and both types."""

import io
import os

import boto3.s3.transfer
import botocore.config
import botocore.exceptions
import pytest

PART = 5 << 20
ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]
FIRST, LAST = b"a" * (PART + 1), b"a" * 10
# What the algorithms make of these parts: the first, the last, three of them composed, and all bytes.
VALUES = {
    "CRC32": ("NRU+Sw==", "TBHN8A==", "5FRUiw==-3", "qSEQSA=="),
    "CRC32C": ("2/Ckiw==", "5yZkMA==", "XF5+4A==-3", "eTdAQA=="),
    "CRC64NVME": ("Kg7TOs6algM=", "DBqAA21lxVU=", None, "ZMNX55lZurA="),
    "SHA1": ("bH71WIZUKQtUwR2wKSSkFjCRBPM=", "NJX/adNGcdHhWzOmPBN5/e3Toyo=", "AyE60nyQoBgJcwsyPHWu7aJuxBs=-3", None),
    "SHA256": (
        "DjU70AB1bON8k0n0fVHv2PJQVWcA/jWsITp6ti20Tbs=", "vyy1imj2hNlaO3jvj2Ycmk5bCegsyPnMiMzpBSjK6yc=",
        "9o++y6AejqboiJ7MZCx0fahK2Vu5YC/qnNhhYsCLciI=-3", None)}
NINE = {
    "CRC32": "y/Q5Jg==", "CRC32C": "4waSgw==", "CRC64NVME": "rosUhgp5mIg=", "SHA1": "98O8HYCOBHMq32eZZczDTKeuNEE=",
    "SHA256": "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="}


@pytest.fixture
def s3(server):
    # Nothing is added that the test does not say.
    return server.client("s3", config=botocore.config.Config(
        request_checksum_calculation="when_required", response_checksum_validation="when_required"))


@pytest.fixture
def bucket(s3, name):
    bucket = name.lower()[-40:].strip("-")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return bucket


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def upload(s3, bucket, key, bodies, **create):
    answer = s3.create_multipart_upload(Bucket=bucket, Key=key, **create)
    target = {"Bucket": bucket, "Key": key, "UploadId": answer["UploadId"]}
    algorithm = create.get("ChecksumAlgorithm")
    parts = []
    for number, body in enumerate(bodies, 1):
        # Given as values: the client knows two of the algorithms only with a library of its own.
        extra = {f"Checksum{algorithm}": VALUES[algorithm][0 if body is FIRST else 1]} if algorithm else {}
        part = s3.upload_part(**target, PartNumber=number, Body=body, **extra)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
        if algorithm:
            parts[-1][f"Checksum{algorithm}"] = part[f"Checksum{algorithm}"]
    return answer, target, parts


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_named_algorithm_is_kept_and_answered(s3, bucket, algorithm):
    field, value = f"Checksum{algorithm}", NINE[algorithm]
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"123456789", **{field: value})
    assert (put[field], put["ChecksumType"]) == (value, "FULL_OBJECT")
    for call in (s3.head_object, s3.get_object):
        assert field not in call(Bucket=bucket, Key="k")
        assert call(Bucket=bucket, Key="k", ChecksumMode="ENABLED")[field] == value


def test_without_an_algorithm_there_is_a_crc64(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"test data..")
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head["ChecksumCRC64NVME"] == "qUVrWYOrIAM=" and head["ChecksumType"] == "FULL_OBJECT"
    found = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["Checksum"])
    assert found["Checksum"] == {"ChecksumCRC64NVME": "qUVrWYOrIAM=", "ChecksumType": "FULL_OBJECT"}
    copied = s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/k")["CopyObjectResult"]
    assert copied["ChecksumCRC64NVME"] == "qUVrWYOrIAM="


@pytest.mark.parametrize("algorithm,default", [
    ("CRC32", "COMPOSITE"), ("CRC32C", "COMPOSITE"), ("CRC64NVME", "FULL_OBJECT"), ("SHA1", "COMPOSITE"),
    ("SHA256", "COMPOSITE")])
def test_the_type_has_a_default_for_each_algorithm(s3, bucket, algorithm, default):
    answer = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm=algorithm)
    assert (answer["ChecksumAlgorithm"], answer["ChecksumType"]) == (algorithm, default)


@pytest.mark.parametrize("algorithm,kind", [("SHA1", "FULL_OBJECT"), ("SHA256", "FULL_OBJECT"), ("CRC64NVME", "COMPOSITE")])
def test_types_that_an_algorithm_does_not_have_are_refused(s3, bucket, algorithm, kind):
    error = refusal(
        s3.create_multipart_upload, Bucket=bucket, Key="k", ChecksumAlgorithm=algorithm, ChecksumType=kind)
    assert error["Code"] == "InvalidRequest"
    assert error["Message"] == f"The {kind} checksum type cannot be used with the {algorithm.lower()} checksum algorithm."


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "SHA1", "SHA256"])
def test_a_composite_checksum_is_made_of_the_parts(s3, bucket, algorithm):
    answer, target, parts = upload(s3, bucket, "k", [FIRST, FIRST, LAST], ChecksumAlgorithm=algorithm)
    field = f"Checksum{algorithm}"
    listed = s3.list_parts(**target)
    assert [part[field] for part in listed["Parts"]] == [part[field] for part in parts]
    bare = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in parts]
    error = refusal(s3.complete_multipart_upload, **target, MultipartUpload={"Parts": bare})
    assert error["Message"] == (
        f"The upload was created using a {algorithm.lower()} checksum. The complete request must include the "
        "checksum for each part. It was missing for part 1 in the request.")
    wrong = [{**parts[0], field: parts[2][field]}, *parts[1:]]
    assert refusal(s3.complete_multipart_upload, **target, MultipartUpload={"Parts": wrong})["Code"] == "InvalidPart"
    done = s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    assert done["ChecksumType"] == "COMPOSITE"
    assert done[field] == VALUES[algorithm][2]
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head[field] == done[field] and head["ChecksumType"] == "COMPOSITE"
    found = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["Checksum", "ObjectParts", "ETag", "ObjectSize"])
    assert found["Checksum"] == {field: done[field][:-2], "ChecksumType": "COMPOSITE"}
    assert found["ETag"] == done["ETag"].strip('"') and found["ObjectSize"] == 2 * len(FIRST) + 10
    assert found["ObjectParts"]["TotalPartsCount"] == 3
    assert [(part["PartNumber"], part["Size"], part[field]) for part in found["ObjectParts"]["Parts"]] == [
        (number, size, part[field]) for number, (size, part) in enumerate(zip([len(FIRST)] * 2 + [10], parts), 1)]


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME"])
def test_a_whole_checksum_is_that_of_all_bytes(s3, bucket, algorithm):
    answer, target, parts = upload(
        s3, bucket, "k", [FIRST, FIRST, LAST], ChecksumAlgorithm=algorithm, ChecksumType="FULL_OBJECT")
    field = f"Checksum{algorithm}"
    assert answer["ChecksumType"] == "FULL_OBJECT"
    whole = VALUES[algorithm][3]
    s3.put_object(Bucket=bucket, Key="whole", Body=FIRST + FIRST + LAST, **{field: whole})
    wrong = refusal(
        s3.complete_multipart_upload, **target, MultipartUpload={"Parts": parts}, ChecksumType="FULL_OBJECT",
        **{field: parts[0][field]})
    assert wrong["Code"] == "BadDigest"
    done = s3.complete_multipart_upload(
        **target, MultipartUpload={"Parts": parts}, ChecksumType="FULL_OBJECT", **{field: whole})
    assert done[field] == whole and done["ChecksumType"] == "FULL_OBJECT"
    found = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["Checksum", "ObjectParts"])
    assert found["Checksum"] == {field: whole, "ChecksumType": "FULL_OBJECT"}
    assert found["ObjectParts"] == {"TotalPartsCount": 3}


def test_an_upload_without_an_algorithm_ends_with_a_crc64_of_all_bytes(s3, bucket):
    answer, target, parts = upload(s3, bucket, "k", [FIRST, FIRST, LAST])
    assert "ChecksumAlgorithm" not in answer
    done = s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    assert (done["ChecksumCRC64NVME"], done["ChecksumType"]) == ("ZMNX55lZurA=", "FULL_OBJECT")


def test_a_part_of_another_algorithm_is_refused(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="CRC32")["UploadId"]
    error = refusal(
        s3.upload_part, Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"x", ChecksumAlgorithm="SHA256")
    assert error["Message"] == (
        "Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: sha256")


def test_parts_are_read_one_by_one(s3, bucket):
    _, target, parts = upload(s3, bucket, "k", [FIRST, LAST], ChecksumAlgorithm="CRC32")
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    found = s3.get_object(Bucket=bucket, Key="k", PartNumber=2, ChecksumMode="ENABLED")
    assert found["Body"].read() == LAST and found["PartsCount"] == 2
    assert found["ContentRange"] == f"bytes {len(FIRST)}-{len(FIRST) + 9}/{len(FIRST) + 10}"
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 206 and found["ChecksumCRC32"] == "TBHN8A=="
    head = s3.head_object(Bucket=bucket, Key="k", PartNumber=1)
    assert head["ContentLength"] == len(FIRST) and head["PartsCount"] == 2
    error = refusal(s3.get_object, Bucket=bucket, Key="k", PartNumber=3)
    assert error["Code"] == "InvalidPartNumber" and error["ActualPartCount"] == "2"
    s3.put_object(Bucket=bucket, Key="whole", Body=b"whole")
    assert s3.get_object(Bucket=bucket, Key="whole", PartNumber=1)["Body"].read() == b"whole"
    assert refusal(s3.get_object, Bucket=bucket, Key="whole", PartNumber=2)["Code"] == "InvalidPartNumber"
    assert refusal(s3.get_object, Bucket=bucket, Key="k", PartNumber=1, Range="bytes=0-1")["Code"] == "InvalidRequest"


def test_parts_are_copied_from_ranges(s3, bucket):
    s3.put_object(Bucket=bucket, Key="source", Body=FIRST)
    target = {"Bucket": bucket, "Key": "k"}
    target["UploadId"] = s3.create_multipart_upload(**target)["UploadId"]
    source = {"CopySource": f"{bucket}/source"}
    parts = []
    for number, asked in enumerate([None, "bytes=3-12"], 1):
        extra = {"CopySourceRange": asked} if asked else {}
        answer = s3.upload_part_copy(**target, PartNumber=number, **source, **extra)
        parts.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
    message = (
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
        "zero-based offsets of the first and last bytes to copy")
    for asked, text in [
            ("0-8", message), ("bytes=1-", message), ("bytes=-2", message), ("bytes=2-1", message),
            ("bytes=0-1,3-4", message), (f"bytes=0-{PART + 9}", f"Range specified is not valid for source object of size: {PART + 1}"),
            (f"bytes={PART + 9}-{PART + 10}", "The specified copy range is invalid for the source object size")]:
        assert refusal(s3.upload_part_copy, **target, PartNumber=3, **source, CopySourceRange=asked)["Message"] == text
    etag = s3.head_object(Bucket=bucket, Key="source")["ETag"]
    error = refusal(s3.upload_part_copy, **target, PartNumber=3, **source, CopySourceIfNoneMatch=etag)
    assert error["Code"] == "PreconditionFailed"
    assert refusal(s3.upload_part_copy, **target, PartNumber=3, CopySource=f"{bucket}/none")["Code"] == "NoSuchKey"
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == FIRST + FIRST[3:13]


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_the_transfer_of_the_sdk_checks_what_it_sends(server, bucket, algorithm):
    s3, body = server.client("s3"), os.urandom(12 << 20)
    settings = boto3.s3.transfer.TransferConfig(multipart_threshold=PART, multipart_chunksize=PART)
    s3.upload_fileobj(io.BytesIO(body), bucket, "k", Config=settings, ExtraArgs={"ChecksumAlgorithm": algorithm})
    assert s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")[f"Checksum{algorithm}"]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == body


@pytest.mark.parametrize("operation", ["put", "complete", "copy", "delete"])
def test_every_write_obeys_its_conditions(s3, bucket, operation):
    s3.put_object(Bucket=bucket, Key="source", Body=b"source")
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["ETag"]

    def write(**conditions):
        if operation == "put":
            return s3.put_object(Bucket=bucket, Key="k", Body=b"2", **conditions)
        if operation == "copy":
            return s3.copy_object(Bucket=bucket, Key="k", CopySource=f"{bucket}/source", **conditions)
        if operation == "delete":
            return s3.delete_object(Bucket=bucket, Key="k", **conditions)
        _, target, parts = upload(s3, bucket, "k", [b"2"])
        return s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts}, **conditions)

    if operation != "delete":
        assert refusal(write, IfNoneMatch="*")["Condition"] == "If-None-Match"
    assert refusal(write, IfMatch='"0"')["Code"] == "PreconditionFailed"
    write(IfMatch=tag)
    if operation == "delete":
        assert refusal(s3.head_object, Bucket=bucket, Key="k")["Code"] == "404"
    else:
        assert s3.head_object(Bucket=bucket, Key="k")["ETag"] != tag
    s3.delete_object(Bucket=bucket, Key="k")
    assert refusal(write, IfMatch=tag)["Code"] == "NoSuchKey"
    if operation != "delete":
        write(IfNoneMatch="*")
