"""Stacks through boto3 and the AWS CLI: deploy, update, rollback, delete, change sets, and a kill in between."""
import json
import time

import botocore.exceptions
import pytest

QUEUE = """
Parameters:
  Delay: {{Type: Number, Default: {delay}}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: {name}
      DelaySeconds: !Ref Delay
Outputs:
  Url: {{Value: !Ref Queue}}
  Arn: {{Value: !GetAtt Queue.Arn, Export: {{Name: {name}-arn}}}}
"""


@pytest.fixture
def cfn(server):
    return server.client("cloudformation")


def outputs(cfn, name):
    stack = cfn.describe_stacks(StackName=name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def wait(cfn, what, name):
    cfn.get_waiter(what).wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def test_a_stack_lives_and_ends(server, cfn, name):
    created = cfn.create_stack(StackName=name, TemplateBody=QUEUE.format(name=name, delay=5))
    wait(cfn, "stack_create_complete", name)
    sqs = server.client("sqs")
    url = outputs(cfn, name)["Url"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "5"
    assert attributes["QueueArn"] == outputs(cfn, name)["Arn"]
    cfn.update_stack(StackName=name, UsePreviousTemplate=True,
                     Parameters=[{"ParameterKey": "Delay", "ParameterValue": "9"}])
    wait(cfn, "stack_update_complete", name)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "9"
    with pytest.raises(botocore.exceptions.ClientError) as error:
        cfn.update_stack(StackName=name, UsePreviousTemplate=True,
                         Parameters=[{"ParameterKey": "Delay", "UsePreviousValue": True}])
    assert error.value.response["Error"] == {
        "Type": "Sender", "Code": "ValidationError", "Message": "No updates are to be performed."}
    cfn.delete_stack(StackName=name)
    wait(cfn, "stack_delete_complete", created["StackId"])
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])


def test_a_failed_update_is_brought_back(server, cfn, name):
    cfn.create_stack(StackName=name, TemplateBody=QUEUE.format(name=name, delay=5))
    wait(cfn, "stack_create_complete", name)
    broken = QUEUE.format(name=name, delay=7).replace(
        "Outputs:", "  Other:\n    Type: AWS::SQS::Queue\n    DependsOn: Queue\n    Properties: {DelaySeconds: 9999}\nOutputs:")
    cfn.update_stack(StackName=name, TemplateBody=broken)
    wait(cfn, "stack_rollback_complete", name)
    stack = cfn.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    url = outputs(cfn, name)["Url"]
    attributes = server.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "5"
    reasons = [event.get("ResourceStatusReason", "")
               for event in cfn.describe_stack_events(StackName=name)["StackEvents"]]
    assert "The following resource(s) failed to create: [Other]. " in reasons


def test_the_cli_deploys_and_updates(server, cfn, name, tmp_path):
    template = tmp_path / "template.yaml"
    template.write_text(QUEUE.format(name=name, delay=5))
    deploy = ["cloudformation", "deploy", "--stack-name", name, "--template-file", str(template)]
    assert "Successfully created/updated stack" in server.cli(*deploy)
    assert "Successfully created/updated stack" in server.cli(
        *deploy, "--parameter-overrides", "Delay=8", "--tags", "a=b")
    assert "No changes to deploy" in server.cli(*deploy, "--no-fail-on-empty-changeset", "--parameter-overrides", "Delay=8", "--tags", "a=b")
    stack = cfn.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert stack["Tags"] == [{"Key": "a", "Value": "b"}]
    server.cli("cloudformation", "delete-stack", "--stack-name", name)
    server.cli("cloudformation", "wait", "stack-delete-complete", "--stack-name", stack["StackId"])


def test_a_change_set_is_shown_and_executed(cfn, name):
    cfn.create_change_set(StackName=name, ChangeSetName="one", ChangeSetType="CREATE",
                          TemplateBody=QUEUE.format(name=name, delay=1))
    cfn.get_waiter("change_set_create_complete").wait(
        StackName=name, ChangeSetName="one", WaiterConfig={"Delay": 1})
    change = cfn.describe_change_set(StackName=name, ChangeSetName="one")["Changes"][0]["ResourceChange"]
    assert (change["Action"], change["LogicalResourceId"]) == ("Add", "Queue")
    cfn.execute_change_set(StackName=name, ChangeSetName="one")
    wait(cfn, "stack_create_complete", name)
    cfn.create_change_set(StackName=name, ChangeSetName="two", TemplateBody=QUEUE.format(name=name + "-x", delay=1))
    change = cfn.describe_change_set(StackName=name, ChangeSetName="two")["Changes"][0]["ResourceChange"]
    assert change["Replacement"] == "True"
    cfn.delete_change_set(StackName=name, ChangeSetName="two")
    assert cfn.list_change_sets(StackName=name)["Summaries"] == []


def test_exports_are_imported_and_protected(cfn, name):
    cfn.create_stack(StackName=name, TemplateBody=QUEUE.format(name=name, delay=1))
    wait(cfn, "stack_create_complete", name)
    user = "Resources:\n  T:\n    Type: AWS::SQS::Queue\n    Properties:\n      RedrivePolicy:\n" \
           f"        deadLetterTargetArn: !ImportValue {name}-arn\n        maxReceiveCount: 3\n"
    cfn.create_stack(StackName=name + "-user", TemplateBody=user)
    wait(cfn, "stack_create_complete", name + "-user")
    assert cfn.list_imports(ExportName=name + "-arn")["Imports"] == [name + "-user"]
    with pytest.raises(botocore.exceptions.ClientError) as error:
        cfn.delete_stack(StackName=name)
    assert "as it is in use by" in error.value.response["Error"]["Message"]


def test_the_original_template_comes_back(cfn, name):
    body = json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})
    cfn.create_stack(StackName=name, TemplateBody=body)
    assert cfn.get_template(StackName=name)["TemplateBody"] == json.loads(body)


@pytest.mark.parametrize("call,arguments,message", [
    ("describe_stacks", {"StackName": "nope"}, "Stack with id nope does not exist"),
    ("describe_stack_events", {"StackName": "nope"}, "Stack [nope] does not exist"),
    ("get_template", {"StackName": "nope"}, "Stack with id nope does not exist"),
    ("describe_change_set", {"StackName": "nope", "ChangeSetName": "x"}, "Stack [nope] does not exist"),
    ("update_stack", {"StackName": "nope", "TemplateBody": "Resources: {}"}, "Stack [nope] does not exist"),
    ("create_stack", {"StackName": "a_b", "TemplateBody": "x"},
     "1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: "
     "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"),
])
def test_errors_speak_as_aws_does(cfn, call, arguments, message):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        getattr(cfn, call)(**arguments)
    assert error.value.response["Error"]["Code"] == "ValidationError"
    assert error.value.response["Error"]["Message"] == message


def test_a_killed_server_finishes_its_stacks(own_server, name):
    server = own_server()
    cfn = server.client("cloudformation")
    resources = "".join(
        f"  Q{index}:\n    Type: AWS::SQS::Queue\n"
        + (f"    DependsOn: Q{index - 1}\n" if index else "") for index in range(150))
    cfn.create_stack(StackName=name, TemplateBody="Resources:\n" + resources)
    while not cfn.describe_stack_resources(StackName=name)["StackResources"]:
        pass
    server.kill()
    server.start()
    cfn = server.client("cloudformation")
    wait(cfn, "stack_create_complete", name)
    pages = cfn.get_paginator("list_stack_resources").paginate(StackName=name)
    made = [resource["PhysicalResourceId"] for page in pages for resource in page["StackResourceSummaries"]]
    queues = [url for page in server.client("sqs").get_paginator("list_queues").paginate()
              for url in page.get("QueueUrls", [])]
    # The server started again on another port, which its URLs show.
    assert sorted(url.rsplit("/", 1)[1] for url in made) == sorted(url.rsplit("/", 1)[1] for url in queues)
    assert len(made) == 150


def test_stacks_are_listed_by_status_and_limits_told(cfn, name):
    cfn.create_stack(StackName=name, TemplateBody=QUEUE.format(name=name, delay=1))
    wait(cfn, "stack_create_complete", name)

    def listed(status):
        pages = cfn.get_paginator("list_stacks").paginate(StackStatusFilter=[status])
        return [s["StackName"] for page in pages for s in page["StackSummaries"]]
    assert name in listed("CREATE_COMPLETE") and name not in listed("DELETE_COMPLETE")
    assert "StackPolicyBody" not in cfn.get_stack_policy(StackName=name)
    limits = {limit["Name"]: limit["Value"] for limit in cfn.describe_account_limits()["AccountLimits"]}
    assert limits["StackOutputsLimit"] == 200
    cfn.delete_stack(StackName=name)
    wait(cfn, "stack_delete_complete", name)
    assert name in listed("DELETE_COMPLETE")
