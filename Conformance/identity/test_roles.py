"""Roles as boto3 and templates make them."""

import json

from identity.conftest import refusal

TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def test_a_role_lives_and_ends(server, name):
    iam = server.client("iam")
    name = name[-60:]
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST), Tags=[{"Key": "k", "Value": "v"}])
    assert made["Role"]["Arn"] == f"arn:aws:iam::000000000000:role/{name}"
    assert made["Role"]["RoleId"].startswith("AROA")
    found = iam.get_role(RoleName=name)["Role"]
    assert found["AssumeRolePolicyDocument"] == TRUST and found["MaxSessionDuration"] == 3600
    assert found["Tags"] == [{"Key": "k", "Value": "v"}]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(POLICY))
    iam.attach_role_policy(RoleName=name, PolicyArn=BASIC)
    assert iam.get_role_policy(RoleName=name, PolicyName="p")["PolicyDocument"] == POLICY
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["p"]
    assert iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == [
        {"PolicyName": "AWSLambdaBasicExecutionRole", "PolicyArn": BASIC}]
    assert name in [role["RoleName"] for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]]
    assert refusal(iam.delete_role, RoleName=name) == (
        "DeleteConflict", "Cannot delete entity, must detach all policies first.")
    iam.detach_role_policy(RoleName=name, PolicyArn=BASIC)
    iam.delete_role_policy(RoleName=name, PolicyName="p")
    iam.delete_role(RoleName=name)
    assert refusal(iam.get_role, RoleName=name) == (
        "NoSuchEntity", f"The role with name {name} cannot be found.")


def test_what_is_no_role_is_refused(server, name):
    iam = server.client("iam")
    name = name[-60:]
    assert refusal(iam.create_role, RoleName=name, AssumeRolePolicyDocument="{}")[0] == "MalformedPolicyDocument"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
    assert refusal(iam.create_role, RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST)) == (
        "EntityAlreadyExists", f"Role with name {name} already exists.")
    assert refusal(iam.attach_role_policy, RoleName=name, PolicyArn="arn:aws:iam::aws:policy/Nothing") == (
        "NoSuchEntity", "Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable.")


def test_a_template_makes_a_role(server, name):
    cfn, iam = server.client("cloudformation"), server.client("iam")
    template = {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": TRUST, "ManagedPolicyArns": [BASIC],
        "Policies": [{"PolicyName": "p", "PolicyDocument": POLICY}]}}},
        "Outputs": {"Name": {"Value": {"Ref": "R"}}, "Arn": {"Value": {"Fn::GetAtt": ["R", "Arn"]}}}}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    outputs = {o["OutputKey"]: o["OutputValue"] for o in cfn.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]}
    assert outputs["Arn"] == f"arn:aws:iam::000000000000:role/{outputs['Name']}"
    assert iam.list_role_policies(RoleName=outputs["Name"])["PolicyNames"] == ["p"]
    template["Resources"]["R"]["Properties"]["Policies"] = []
    cfn.update_stack(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    cfn.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    assert iam.list_role_policies(RoleName=outputs["Name"])["PolicyNames"] == []
    cfn.delete_stack(StackName=name)
    cfn.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    assert refusal(iam.get_role, RoleName=outputs["Name"])[0] == "NoSuchEntity"
