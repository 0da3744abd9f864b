"""Functions under `--auth enforce`: they are who their role is."""

import json
import pathlib

import boto3
import botocore.exceptions
import pytest

from identity.conftest import allow, policy, refusal, trust

ACCOUNT = "000000000000"
CODE = """
import boto3, botocore.exceptions
def handler(event, context):
    who = boto3.client("sts").get_caller_identity()["Arn"]
    try:
        boto3.client("sqs").send_message(QueueUrl=event["url"], MessageBody="from the function")
        return {"who": who, "error": None}
    except botocore.exceptions.ClientError as error:
        return {"who": who, "error": error.response["Error"]}
"""


def make_function(enforcing, archive, name, role):
    functions = enforcing.client("lambda")
    functions.create_function(
        FunctionName=name, Runtime="python3.12", Handler="app.handler", Role=role, Timeout=60, MemorySize=512,
        Code={"ZipFile": archive({"app.py": CODE})},
        Environment={"Variables": {"PYTHONPATH": str(pathlib.Path(boto3.__file__).parent.parent)}})
    functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
    return functions


def call(functions, name, url):
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"url": url}))
    return json.loads(answer["Payload"].read())


def test_a_function_may_do_what_its_role_may(enforcing):
    from importlib import import_module
    archive = import_module("lambda.conftest").archive
    sqs, iam = enforcing.client("sqs"), enforcing.client("iam")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("open", "closed")}
    iam.create_role(RoleName="runner", AssumeRolePolicyDocument=trust(
        {"Service": "lambda.amazonaws.com"}, Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}}))
    iam.put_role_policy(
        RoleName="runner", PolicyName="p",
        PolicyDocument=policy(allow("sqs:SendMessage", f"arn:aws:sqs:eu-central-1:{ACCOUNT}:open")))
    functions = make_function(enforcing, archive, "sender", f"arn:aws:iam::{ACCOUNT}:role/runner")
    who = f"arn:aws:sts::{ACCOUNT}:assumed-role/runner/sender"
    assert call(functions, "sender", urls["open"]) == {"who": who, "error": None}
    assert sqs.receive_message(QueueUrl=urls["open"])["Messages"][0]["Body"] == "from the function"
    refused = call(functions, "sender", urls["closed"])["error"]
    assert refused["Code"] == "AccessDenied"
    assert refused["Message"] == (
        f"User: {who} is not authorized to perform: sqs:SendMessage on resource: "
        f"arn:aws:sqs:eu-central-1:{ACCOUNT}:closed because no identity-based policy allows the sqs:SendMessage action")
    iam.put_role_policy(RoleName="runner", PolicyName="q", PolicyDocument=policy(allow("sqs:*")))
    assert call(functions, "sender", urls["closed"])["error"] is None
    logs = enforcing.client("logs")
    enforcing.server.advance("PT1S")
    assert logs.describe_log_groups()["logGroups"] == []
    iam.attach_role_policy(
        RoleName="runner", PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    call(functions, "sender", urls["open"])
    enforcing.server.advance("PT1S")
    assert [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]] == ["/aws/lambda/sender"]


def test_a_function_is_not_given_a_role_that_does_not_trust_it(enforcing):
    from importlib import import_module
    archive = import_module("lambda.conftest").archive
    iam = enforcing.client("iam")
    iam.create_role(RoleName="runner", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))
    for role in ("runner", "nobody"):
        code, text = refusal(
            enforcing.client("lambda").create_function, FunctionName="f", Runtime="python3.12",
            Handler="app.handler", Role=f"arn:aws:iam::{ACCOUNT}:role/{role}", Code={"ZipFile": archive({"app.py": CODE})})
        assert (code, text) == (
            "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.")


def test_a_role_is_passed_only_by_those_who_may(enforcing):
    from importlib import import_module
    archive = import_module("lambda.conftest").archive
    iam = enforcing.client("iam")
    role = f"arn:aws:iam::{ACCOUNT}:role/runner"
    iam.create_role(RoleName="runner", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"}))
    key = enforcing.user("alice", allow("lambda:*"))
    make = {"FunctionName": "f", "Runtime": "python3.12", "Handler": "app.handler", "Role": role,
            "Code": {"ZipFile": archive({"app.py": CODE})}}
    assert refusal(enforcing.client("lambda", key).create_function, **make) == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: iam:PassRole on resource: {role} "
        "because no identity-based policy allows the iam:PassRole action")
    iam.put_user_policy(UserName="alice", PolicyName="q", PolicyDocument=policy(allow(
        "iam:PassRole", role, Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}})))
    enforcing.client("lambda", key).create_function(**make)


CUSTOM = """
import json, urllib.request
def handler(event, context):
    body = json.dumps({"Status": "SUCCESS", "PhysicalResourceId": "made", "StackId": event["StackId"],
                       "RequestId": event["RequestId"], "LogicalResourceId": event["LogicalResourceId"]}).encode()
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], data=body, method="PUT"))
"""


def test_a_custom_resource_asks_with_the_permissions_of_the_stack(enforcing):
    from importlib import import_module
    archive = import_module("lambda.conftest").archive
    iam = enforcing.client("iam")
    iam.create_role(RoleName="runner", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"}))
    functions = enforcing.client("lambda")
    function = functions.create_function(
        FunctionName="maker", Runtime="python3.12", Handler="app.handler", Timeout=30,
        Role=f"arn:aws:iam::{ACCOUNT}:role/runner", Code={"ZipFile": archive({"app.py": CUSTOM})})["FunctionArn"]
    functions.get_waiter("function_active_v2").wait(FunctionName="maker", WaiterConfig={"Delay": 1})
    key = enforcing.user("alice", allow("cloudformation:*"))
    cfn = enforcing.client("cloudformation", key)
    template = json.dumps({"Resources": {"C": {"Type": "Custom::Made", "Properties": {"ServiceToken": function}}}})
    cfn.create_stack(StackName="refused", TemplateBody=template)
    with pytest.raises(botocore.exceptions.WaiterError):
        cfn.get_waiter("stack_create_complete").wait(StackName="refused", WaiterConfig={"Delay": 1})
    reasons = [e.get("ResourceStatusReason", "") for e in cfn.describe_stack_events(StackName="refused")["StackEvents"]]
    assert any("is not authorized to perform: lambda:InvokeFunction" in reason for reason in reasons)
    iam.put_user_policy(UserName="alice", PolicyName="q", PolicyDocument=policy(allow("lambda:InvokeFunction", function)))
    cfn.create_stack(StackName="made", TemplateBody=template)
    cfn.get_waiter("stack_create_complete").wait(StackName="made", WaiterConfig={"Delay": 1})
