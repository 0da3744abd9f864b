"""Each function may do what it does, and nothing that only another one does. All tests of this directory run with
policies enforced: the flows show that the roles allow enough, these that they allow no more."""

import json
import pathlib
from importlib import import_module

import boto3
import pytest

from broker.conftest import QUICK, eventually, reading

CODE = """
import boto3, botocore.exceptions
def handler(event, context):
    try:
        boto3.client("s3").get_object(Bucket=event["bucket"], Key=event["key"])["Body"].read()
        return None
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
"""


@pytest.fixture(scope="module")
def places(broker):
    """The ARNs of the stack's roles, tables, queues and objects by the names that the template gives them."""
    found = {}
    resources = broker.client("cloudformation").describe_stack_resources(StackName=broker.stack)["StackResources"]
    for resource in resources:
        name, id = resource["LogicalResourceId"], resource["PhysicalResourceId"]
        if resource["ResourceType"] == "AWS::IAM::Role":
            found[name] = f"arn:aws:iam::000000000000:role/{id}"
        if resource["ResourceType"] == "AWS::DynamoDB::Table":
            found[name] = f"arn:aws:dynamodb:eu-central-1:000000000000:table/{id}"
        if resource["ResourceType"] == "AWS::SQS::Queue":
            found[name] = f"arn:aws:sqs:eu-central-1:000000000000:{id.rsplit('/', 1)[1]}"
    bucket = broker.outputs["Archive"]
    return found | {"bodies": f"arn:aws:s3:::{bucket}/messages/x", "uploads": f"arn:aws:s3:::{bucket}/uploads/x"}


def decide(broker, role, action, resource):
    answer = broker.client("iam").simulate_principal_policy(
        PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource])
    return answer["EvaluationResults"][0]["EvalDecision"] == "allowed"


# Each right, and the functions that have it.
RIGHTS = [
    ("s3:PutObject", "bodies", {"Ingest", "Uploads", "Sweep"}),
    ("s3:GetObject", "bodies", {"Delivery", "CatchUp", "Pull", "Operator"}),
    ("s3:GetObject", "uploads", {"Uploads"}),
    ("s3:DeleteObject", "bodies", set()),
    ("dynamodb:PutItem", "Messages", {"Ingest", "Uploads", "Sweep"}),
    ("dynamodb:UpdateItem", "Messages", {"Ingest", "Uploads", "Sweep", "Delivery", "Resend"}),
    ("dynamodb:PutItem", "Deliveries", {"Delivery", "CatchUp", "Pull", "Resend", "DeadLetters"}),
    ("dynamodb:PutItem", "Meters", {"Operator"}),
    ("dynamodb:PutItem", "Refusals", {"Ingest", "Uploads"}),
    ("dynamodb:DeleteItem", "Messages", set()),
    ("dynamodb:DeleteItem", "Deliveries", set()),
    ("dynamodb:Scan", "Messages", set()),
    ("sqs:ReceiveMessage", "DeliveryQueue", {"Delivery"}),
    ("sqs:ReceiveMessage", "WakeQueue", {"CatchUp"}),
    ("sqs:DeleteMessage", "DeadLetterQueue", {"DeadLetters", "Sweep"}),
    ("sqs:SendMessage", "DeliveryQueue", set()),
    ("sqs:SendMessage", "WakeQueue", {"Delivery", "CatchUp", "Sweep", "Resend", "DeadLetters", "Operator"}),
]
FUNCTIONS = {"Ingest", "Uploads", "Delivery", "CatchUp", "Sweep", "Pull", "Resend", "DeadLetters", "Operator"}


@pytest.mark.parametrize("action, resource, functions", RIGHTS, ids=[f"{a} {r}" for a, r, _ in RIGHTS])
def test_a_right_belongs_to_the_functions_that_use_it(broker, places, action, resource, functions):
    found = {name for name in FUNCTIONS if decide(broker, places[f"{name}FunctionRole"], action, places[resource])}
    assert found == functions


def test_the_acceptance_role_cannot_read_the_archive_and_the_delivery_role_can(broker, places):
    id = broker.post(reading("archived"))[1]["transactionID"]
    eventually(lambda: id in broker.receivers[QUICK].ids())
    archived = broker.operate("GET", f"/operator/messages/{id}")[1]["archive"]
    archive = import_module("lambda.conftest").archive({"app.py": CODE})
    functions = broker.client("lambda")
    answers = {}
    for name in ("Ingest", "Delivery"):
        functions.create_function(
            FunctionName=f"as-{name}", Runtime="python3.12", Handler="app.handler", Timeout=60, MemorySize=512,
            Role=places[f"{name}FunctionRole"], Code={"ZipFile": archive},
            Environment={"Variables": {"PYTHONPATH": str(pathlib.Path(boto3.__file__).parent.parent)}})
        functions.get_waiter("function_active_v2").wait(FunctionName=f"as-{name}", WaiterConfig={"Delay": 1})
        answer = functions.invoke(
            FunctionName=f"as-{name}", Payload=json.dumps({"bucket": archived["bucket"], "key": archived["key"]}))
        answers[name] = json.loads(answer["Payload"].read())
    assert answers == {"Ingest": "AccessDenied", "Delivery": None}
