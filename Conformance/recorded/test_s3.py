"""Refusals of buckets and objects, as AWS was recorded to word them."""

import datetime
import hashlib

import pytest

OLD = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)


@pytest.fixture
def recorded(recordings):
    return recordings("s3")


@pytest.fixture
def client(server):
    return server.client("s3")


@pytest.fixture
def bucket(client, name):
    name = name[-50:].strip("-").lower()
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


@pytest.mark.parametrize("owner", ["0000000000020", "0000", "aa000000000$", "abcd"])
def test_owners_that_are_no_accounts(client, recorded, bucket, owner):
    recorded.fails(f"TestS3::test_get_bucket_policy_invalid_account_id[{owner}]",
                   "get-bucket-policy-invalid-bucket-owner", client.get_bucket_policy,
                   Bucket=bucket, ExpectedBucketOwner=owner)


def test_uploads_that_are_not(client, recorded, bucket):
    situation = "TestS3::test_multipart_no_such_upload"
    upload = {"Bucket": bucket, "Key": "k", "UploadId": "fakeid"}
    recorded.fails(situation, "upload-exc", client.upload_part, Body=b"b", PartNumber=1, **upload)
    recorded.fails(situation, "complete-exc", client.complete_multipart_upload,
                   MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"e"'}]}, **upload)
    recorded.fails(situation, "abort-exc", client.abort_multipart_upload, **upload)


def test_parts_that_are_too_small(client, recorded, bucket):
    situation = "TestS3::test_multipart_complete_multipart_too_small"
    upload = {"Bucket": bucket, "Key": "k"}
    upload["UploadId"] = client.create_multipart_upload(**upload)["UploadId"]
    recorded.fails(situation, "complete-exc-no-parts", client.complete_multipart_upload, **upload)
    parts = [{"PartNumber": number, "ETag": client.upload_part(Body=b"body", PartNumber=number, **upload)["ETag"]}
             for number in (1, 2)]
    recorded.situations[situation]["complete-exc-too-small"]["Error"]["ETag"] = hashlib.md5(b"body").hexdigest()
    recorded.fails(situation, "complete-exc-too-small", client.complete_multipart_upload,
                   MultipartUpload={"Parts": parts}, **upload)


def test_objects_that_are_not(client, recorded, bucket):
    recorded.fails("TestS3::test_range_key_not_exists", "exc", client.get_object,
                   Bucket=bucket, Key="my-key", Range="bytes=1024-4096")


@pytest.mark.parametrize("operation", ["get_object", "head_object"])
def test_preconditions(client, recorded, bucket, operation):
    situation = f"TestS3::test_s3_get_object_preconditions[{operation}]"
    etag = client.put_object(Bucket=bucket, Key="k", Body=b"data")["ETag"]
    for step, condition in {
        "precondition-if-match": {"IfMatch": '"garbage"'}, "precondition-if-unmodified-since": {"IfUnmodifiedSince": OLD},
        "precondition-if-none-match": {"IfNoneMatch": etag}, "etag-missing-quotes": {"IfNoneMatch": etag.strip('"')},
    }.items():
        recorded.fails(situation, step, getattr(client, operation), Bucket=bucket, Key="k", **condition)


@pytest.mark.parametrize("number, digest", enumerate(
    ["__invalid__", "000", "not base64 encoded checksum", "MTIz", "dGVzdC1zdHJpbmc="]))
def test_digests_that_are_none(client, recorded, bucket, number, digest):
    recorded.fails("TestS3::test_s3_invalid_content_md5", f"md5-error-{number}", client.put_object,
                   Bucket=bucket, Key="k", Body="something", ContentMD5=digest)


def test_buckets_that_hold_something(client, recorded, bucket):
    client.put_object(Bucket=bucket, Key="k", Body=b"b")
    recorded.fails("TestS3BucketCRUD::test_delete_bucket_with_objects", "delete-with-obj", client.delete_bucket,
                   Bucket=bucket)
    situation = "TestS3BucketCRUD::test_delete_versioned_bucket_with_objects"
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    client.delete_object(Bucket=bucket, Key="k")
    recorded.fails(situation, "delete-with-obj-and-delete-marker", client.delete_bucket, Bucket=bucket)


def test_versions_that_are_gone(client, recorded, bucket):
    situation = "TestS3ObjectCRUD::test_delete_object_versioned"
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = client.put_object(Bucket=bucket, Key="test-delete", Body=b"b")["VersionId"]
    marker = client.delete_object(Bucket=bucket, Key="test-delete")["VersionId"]
    recorded.fails(situation, "get-deleted-object", client.get_object, Bucket=bucket, Key="test-delete")
    recorded.fails(situation, "get-delete-marker", client.get_object,
                   Bucket=bucket, Key="test-delete", VersionId=marker)
    client.delete_object(Bucket=bucket, Key="test-delete", VersionId=version)
    recorded.fails(situation, "get-deleted-object-with-version", client.get_object,
                   Bucket=bucket, Key="test-delete", VersionId=version)
    recorded.fails(situation, "delete-with-bad-version", client.delete_object,
                   Bucket=bucket, Key="test-delete", VersionId="1234")


def test_conditions_of_writes(client, recorded, bucket):
    client.put_object(Bucket=bucket, Key="k", Body=b"b")
    recorded.fails("TestS3ObjectWritePrecondition::test_put_object_if_match_versioned_bucket",
                   "put-obj-if-none-match-bad-value", client.put_object,
                   Bucket=bucket, Key="k", Body=b"c", IfMatch='"d41d8cd98f00b204e9800998ecf8427e"')


@pytest.mark.parametrize("given", [
    "0-8", "1-0", "-1-", "0--1", "0-1,3-4,7-9", "-", "-0", "0-100", "100-200", "1-", "-2", "-15"])
def test_ranges_of_copied_parts(client, recorded, bucket, given):
    client.put_object(Bucket=bucket, Key="source", Body=b"0123456789")
    upload = client.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    step = "upload-part-copy-wrong-format" if given == "0-8" else f"upload-part-copy-range-exc-{given}"
    recorded.fails("TestS3Multipart::test_upload_part_copy_range", step, client.upload_part_copy,
                   Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, CopySource=f"{bucket}/source",
                   CopySourceRange=given if given == "0-8" else f"bytes={given}")


def test_rules_of_other_origins(client, recorded, bucket):
    situation = "TestS3Cors::test_put_cors_invalid_rules"
    recorded.fails(situation, "put-cors-exc", client.put_bucket_cors, Bucket=bucket, CORSConfiguration={
        "CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["MYMETHOD"]}]})
    recorded.fails(situation, "put-cors-exc-empty", client.put_bucket_cors, Bucket=bucket,
                   CORSConfiguration={"CORSRules": []})


@pytest.mark.parametrize("kind, setting, argument, situation", [
    ("Lambda", "LambdaFunctionConfigurations", "LambdaFunctionArn", "TestS3NotificationsToLambda::test_invalid_lambda_arn"),
    ("Topic", "TopicConfigurations", "TopicArn", "TestS3NotificationsToSns::test_invalid_topic_arn"),
    ("Queue", "QueueConfigurations", "QueueArn", "TestS3NotificationsToSQS::test_invalid_sqs_arn")])
def test_destinations_that_are_none(client, recorded, bucket, kind, setting, argument, situation):
    value = recorded.situations[situation]["invalid_not_skip"]["Error"]["ArgumentValue"]
    recorded.fails(situation, "invalid_not_skip", client.put_bucket_notification_configuration, Bucket=bucket,
                   NotificationConfiguration={setting: [{argument: value, "Events": ["s3:ObjectCreated:*"]}]})


def test_tags_that_are_not(client, recorded, bucket):
    recorded.fails("TestS3BucketObjectTagging::test_bucket_tagging_crud", "get-bucket-tags-empty",
                   client.get_bucket_tagging, Bucket=bucket)


def test_two_conditions_at_once(client, recorded, bucket):
    recorded.fails("TestS3ObjectWritePrecondition::test_put_object_if_match_and_if_none_match_validation",
                   "put-obj-both-precondition", client.put_object,
                   Bucket=bucket, Key="k", Body=b"b", IfMatch='"d41d8cd98f00b204e9800998ecf8427e"', IfNoneMatch="*")


def test_conditions_of_copies(client, recorded, bucket):
    suite = "TestS3ObjectWritePrecondition::"
    source = {"Bucket": bucket, "CopySource": f"{bucket}/source"}
    for key in ("source", "dest-object"):
        client.put_object(Bucket=bucket, Key=key, Body=b"b")
    situation = suite + "test_copy_object_if_match"
    wrong = {"IfMatch": '"d41d8cd98f00b204e9800998ecf8427e"'}
    recorded.fails(situation, "copy-obj-if-match-fail-wrong-etag", client.copy_object, Key="dest-object", **source, **wrong)
    recorded.fails(situation, "copy-obj-if-match-fail-no-object", client.copy_object,
                   Key="non-existent-key", **source, **wrong)
    recorded.fails(suite + "test_copy_object_if_none_match", "copy-obj-if-none-match-fail", client.copy_object,
                   Key="dest-object", **source, IfNoneMatch="*")
    situation = suite + "test_copy_object_if_match_versioned_bucket"
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    recorded.fails(situation, "copy-obj-if-match-wrong-etag", client.copy_object, Key="dest-object", **source, **wrong)
    client.delete_object(Bucket=bucket, Key="dest-object")
    recorded.fails(situation, "copy-obj-after-del-exc", client.copy_object, Key="dest-object", **source, **wrong)


def test_an_object_that_comes_while_its_parts_do(client, recorded, bucket):
    upload = {"Bucket": bucket, "Key": "k"}
    upload["UploadId"] = client.create_multipart_upload(**upload)["UploadId"]
    part = {"PartNumber": 1, "ETag": client.upload_part(Body=b"b", PartNumber=1, **upload)["ETag"]}
    client.put_object(Bucket=bucket, Key="k", Body=b"b")
    recorded.fails("TestS3ObjectWritePrecondition::test_multipart_if_none_match_with_put",
                   "complete-multipart-if-none-match-put-during", client.complete_multipart_upload,
                   **upload, IfNoneMatch="*", MultipartUpload={"Parts": [part]})


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_checksums_of_parts_that_are_not_given(client, recorded, bucket, algorithm):
    situation = next(name for name in recorded.situations
                     if name.endswith(f"test_complete_multipart_parts_checksum_composite[{algorithm}]"))
    upload = {"Bucket": bucket, "Key": "k"}
    upload["UploadId"] = client.create_multipart_upload(**upload, ChecksumAlgorithm=algorithm)["UploadId"]
    part = client.upload_part(Body=b"b", PartNumber=1, ChecksumAlgorithm=algorithm, **upload)
    recorded.fails(situation, "complete-multipart-no-checksum", client.complete_multipart_upload,
                   **upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
