"""Who may come in besides the owner: what can be set has effect, the rest is refused."""

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


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def policy(bucket, **statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*",
        **statement}]})


def test_public_policies_are_blocked(s3, bucket):
    assert refusal(s3.get_public_access_block, Bucket=bucket)["Code"] == "NoSuchPublicAccessBlockConfiguration"
    flags = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": False}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=flags)
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == flags
    for public in (policy(bucket), policy(bucket, Principal={"AWS": ["*"]}),
                   policy(bucket, Condition={"Bool": {"aws:SecureTransport": "true"}})):
        error = refusal(s3.put_bucket_policy, Bucket=bucket, Policy=public)
        assert error["Code"] == "AccessDenied" and "BlockPublicPolicy" in error["Message"]
    for private in (policy(bucket, Principal={"AWS": "arn:aws:iam::111111111111:root"}), policy(bucket, Effect="Deny"),
                    policy(bucket, Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})):
        s3.put_bucket_policy(Bucket=bucket, Policy=private)
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))


def test_lists_of_access_are_off(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    for answer in (s3.get_bucket_acl(Bucket=bucket), s3.get_object_acl(Bucket=bucket, Key="k")):
        assert [grant["Permission"] for grant in answer["Grants"]] == ["FULL_CONTROL"]
        assert answer["Grants"][0]["Grantee"] == {"Type": "CanonicalUser", "ID": answer["Owner"]["ID"]}
    error = refusal(s3.put_bucket_acl, Bucket=bucket, ACL="public-read")
    assert (error["Code"], error["Message"]) == ("AccessControlListNotSupported", "The bucket does not allow ACLs")
    assert refusal(s3.put_object_acl, Bucket=bucket, Key="k", ACL="public-read")["Code"] == "AccessControlListNotSupported"


def test_the_account_owns_every_object(s3, bucket):
    rules = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=rules)
    assert s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"] == rules
    error = refusal(
        s3.put_bucket_ownership_controls, Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    assert error["Code"] == "NotImplemented" and "ObjectWriter" in error["Message"]


def test_a_template_keeps_the_public_out(server, s3, name):
    cfn = server.client("cloudformation")
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {
        "PublicAccessBlockConfiguration": {"BlockPublicPolicy": True, "RestrictPublicBuckets": "true"},
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}}},
        "Outputs": {"B": {"Value": {"Ref": "B"}}}}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    bucket = cfn.describe_stacks(StackName=name)["Stacks"][0]["Outputs"][0]["OutputValue"]
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
