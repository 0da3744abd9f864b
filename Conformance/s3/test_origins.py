"""Pages of other origins: preflights and the answers to their requests."""

import json
import urllib.error
import urllib.request

import botocore.exceptions
import pytest

PAGE = "https://localhost:4200"
VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"


@pytest.fixture
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3, name):
    bucket = name.lower()[-40:].strip("-")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"test-cors")
    return bucket


def ask(url, method="OPTIONS", **headers):
    """Status, the fields about origins, and the body."""
    request = urllib.request.Request(
        url, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    fields = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, {k: v for k, v in fields.items() if k.startswith("access-control") or k == "vary"}, answer.read().decode()


def configure(s3, bucket, **rule):
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [
        {"AllowedOrigins": [PAGE], "AllowedMethods": ["GET"], **rule}]})


def test_a_preflight_is_answered_by_the_rules(server, s3, bucket):
    configure(s3, bucket, AllowedHeaders=["x-amz-request-payer", "x-amz-e*"], MaxAgeSeconds=3000, ExposeHeaders=["ETag"])
    asked = dict(Origin=PAGE, Access_Control_Request_Method="GET")
    status, fields, _ = ask(f"{server.endpoint}/{bucket}/k", **asked, Access_Control_Request_Headers="X-Amz-Request-Payer, x-amz-expected-bucket-owner")
    assert status == 200 and fields == {
        "access-control-allow-origin": PAGE, "access-control-allow-methods": "GET",
        "access-control-allow-headers": "x-amz-request-payer, x-amz-expected-bucket-owner",
        "access-control-expose-headers": "ETag", "access-control-max-age": "3000",
        "access-control-allow-credentials": "true", "vary": VARY}
    for wrong in (dict(asked, Origin="https://localhost"), dict(asked, Access_Control_Request_Method="PUT"),
                  dict(asked, Access_Control_Request_Headers="x-other")):
        status, fields, body = ask(f"{server.endpoint}/{bucket}/k", **wrong)
        assert status == 403 and fields == {} and "<Code>AccessForbidden</Code>" in body and "not whitelisted" in body
    status, _, body = ask(f"{server.endpoint}/{bucket}/k", Access_Control_Request_Method="GET")
    assert status == 400 and "Insufficient information. Origin request header needed." in body
    assert ask(f"{server.endpoint}/{bucket}/k", Origin=PAGE)[0] == 400


def test_an_answer_tells_the_page_that_it_may_read(server, s3, bucket):
    configure(s3, bucket)
    url = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"})
    status, fields, body = ask(url, "GET", Origin=PAGE)
    assert (status, body) == (200, "test-cors")
    assert fields["access-control-allow-origin"] == PAGE and fields["access-control-allow-credentials"] == "true"
    assert fields["vary"] == VARY
    assert ask(url, "GET", Origin="https://other")[1] == {} and ask(url, "GET")[1] == {}


def test_every_origin_may_be_allowed(server, s3, bucket):
    configure(s3, bucket, AllowedOrigins=["*"])
    status, fields, _ = ask(f"{server.endpoint}/{bucket}", Origin="https://any", Access_Control_Request_Method="GET")
    assert status == 200 and fields["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in fields


def test_a_bucket_without_a_configuration_refuses_preflights(server, bucket):
    status, _, body = ask(f"{server.endpoint}/{bucket}/k", Origin=PAGE, Access_Control_Request_Method="GET")
    assert status == 403 and "CORS is not enabled for this bucket" in body


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def test_the_configuration_is_checked_answered_and_taken_back(s3, bucket):
    assert refusal(s3.get_bucket_cors, Bucket=bucket)["Code"] == "NoSuchCORSConfiguration"
    error = refusal(configure, s3=s3, bucket=bucket, AllowedMethods=["MYMETHOD"])
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest", "Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD")
    assert refusal(s3.put_bucket_cors, Bucket=bucket, CORSConfiguration={"CORSRules": []})["Code"] == "MalformedXML"
    configure(s3, bucket, ID="mine", AllowedHeaders=["*"])
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == [{
        "ID": "mine", "AllowedHeaders": ["*"], "AllowedMethods": ["GET"], "AllowedOrigins": [PAGE]}]
    s3.delete_bucket_cors(Bucket=bucket)
    assert refusal(s3.get_bucket_cors, Bucket=bucket)["Code"] == "NoSuchCORSConfiguration"


def test_a_template_configures_origins(server, s3, name):
    cfn = server.client("cloudformation")
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"CorsConfiguration": {"CorsRules": [{
        "AllowedOrigins": ["*"], "AllowedMethods": ["GET"], "ExposedHeaders": ["ETag"], "MaxAge": "60"}]}}}},
        "Outputs": {"B": {"Value": {"Ref": "B"}}}}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    bucket = cfn.describe_stacks(StackName=name)["Stacks"][0]["Outputs"][0]["OutputValue"]
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == [{
        "AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60}]
