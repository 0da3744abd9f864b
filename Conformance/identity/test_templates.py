"""What templates make of IAM."""

import json

import pytest

from identity.conftest import allow, policy, refusal

TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def document(*actions):
    return json.loads(policy(allow(list(actions))))


def deploy(server, name, resources, outputs, update=False, **more):
    cfn = server.client("cloudformation")
    template = {"Resources": resources, "Outputs": {key: {"Value": value} for key, value in outputs.items()}, **more}
    call = cfn.update_stack if update else cfn.create_stack
    call(StackName=name, TemplateBody=json.dumps(template),
         Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"])
    waiter = cfn.get_waiter("stack_update_complete" if update else "stack_create_complete")
    waiter.wait(StackName=name, WaiterConfig={"Delay": 1})
    found = cfn.describe_stacks(StackName=name)["Stacks"][0].get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in found}


def delete(server, name):
    cfn = server.client("cloudformation")
    cfn.delete_stack(StackName=name)
    cfn.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})


def test_users_groups_keys_and_policies(server, name):
    iam = server.client("iam")
    resources = {
        "G": {"Type": "AWS::IAM::Group", "Properties": {
            "Path": "/g/", "Policies": [{"PolicyName": "inner", "PolicyDocument": document("sqs:*")}],
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]}},
        "U": {"Type": "AWS::IAM::User", "Properties": {
            "Path": "/u/", "Tags": [{"Key": "k", "Value": "v"}], "PermissionsBoundary": {"Ref": "M"}}},
        "V": {"Type": "AWS::IAM::User", "Properties": {"Groups": [{"Ref": "G"}]}},
        "A": {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {
            "GroupName": {"Ref": "G"}, "Users": [{"Ref": "U"}]}},
        "K": {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": {"Ref": "U"}}},
        "P": {"Type": "AWS::IAM::Policy", "Properties": {
            "PolicyName": "shared", "PolicyDocument": document("sns:*"), "Users": [{"Ref": "U"}],
            "Groups": [{"Ref": "G"}]}},
        "M": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
            "PolicyDocument": document("s3:*"), "Groups": [{"Ref": "G"}]}},
        "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "IP": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "R"}]}},
        "I": {"Type": "AWS::IAM::UserPolicy", "Properties": {
            "PolicyName": "single", "PolicyDocument": document("events:*"), "UserName": {"Ref": "U"}}},
    }
    outputs = {"U": {"Ref": "U"}, "V": {"Ref": "V"}, "UA": {"Fn::GetAtt": ["U", "Arn"]}, "G": {"Ref": "G"}, "K": {"Ref": "K"},
               "S": {"Fn::GetAtt": ["K", "SecretAccessKey"]}, "M": {"Ref": "M"},
               "IP": {"Ref": "IP"}, "R": {"Ref": "R"}}
    made = deploy(server, name, resources, outputs)
    user = iam.get_user(UserName=made["U"])["User"]
    assert user["Arn"] == made["UA"] and user["Path"] == "/u/" and {"Key": "k", "Value": "v"} in user["Tags"]
    assert user["PermissionsBoundary"]["PermissionsBoundaryArn"] == made["M"]
    assert {u["UserName"] for u in iam.get_group(GroupName=made["G"])["Users"]} == {made["U"], made["V"]}
    assert iam.list_access_keys(UserName=made["U"])["AccessKeyMetadata"][0]["AccessKeyId"] == made["K"]
    assert len(made["S"]) == 40
    profile = iam.get_instance_profile(InstanceProfileName=made["IP"])["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == [made["R"]]
    assert sorted(iam.list_user_policies(UserName=made["U"])["PolicyNames"]) == ["shared", "single"]
    assert sorted(iam.list_group_policies(GroupName=made["G"])["PolicyNames"]) == ["inner", "shared"]
    assert len(iam.list_attached_group_policies(GroupName=made["G"])["AttachedPolicies"]) == 2

    del resources["A"], resources["I"]
    resources["G"]["Properties"] = {"Path": "/h/"}
    resources["U"]["Properties"] = {"Path": "/u/"}
    resources["V"]["Properties"] = {}
    resources["K"]["Properties"]["Status"] = "Inactive"
    resources["P"]["Properties"] = {
        "PolicyName": "renamed", "PolicyDocument": document("sns:*"), "Users": [{"Ref": "U"}]}
    resources["M"]["Properties"] = {"PolicyDocument": document("s3:GetObject"), "Users": [{"Ref": "U"}]}
    again = deploy(server, name, resources, outputs, update=True)
    assert again == made
    assert "PermissionsBoundary" not in iam.get_user(UserName=made["U"])["User"]
    assert iam.list_access_keys(UserName=made["U"])["AccessKeyMetadata"][0]["Status"] == "Inactive"
    assert iam.list_user_policies(UserName=made["U"])["PolicyNames"] == ["renamed"]
    assert iam.list_group_policies(GroupName=made["G"])["PolicyNames"] == []
    assert iam.get_group(GroupName=made["G"])["Group"]["Path"] == "/h/"
    assert iam.get_group(GroupName=made["G"])["Users"] == []
    found = iam.get_policy(PolicyArn=made["M"])["Policy"]
    assert (found["DefaultVersionId"], found["AttachmentCount"]) == ("v2", 1)
    assert iam.get_policy_version(PolicyArn=made["M"], VersionId="v2")["PolicyVersion"]["Document"] == document(
        "s3:GetObject")

    delete(server, name)
    assert refusal(iam.get_user, UserName=made["U"])[0] == "NoSuchEntity"
    assert refusal(iam.get_group, GroupName=made["G"])[0] == "NoSuchEntity"
    assert refusal(iam.get_policy, PolicyArn=made["M"])[0] == "NoSuchEntity"


def test_a_policy_of_another_resource_stays_when_its_role_changes(server, name):
    iam = server.client("iam")
    resources = {
        "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST, "Description": "one"}},
        "P": {"Type": "AWS::IAM::Policy", "Properties": {
            "PolicyName": "p", "PolicyDocument": document("sns:*"), "Roles": [{"Ref": "R"}]}}}
    made = deploy(server, name, resources, {"R": {"Ref": "R"}})
    resources["R"]["Properties"]["Description"] = "two"
    deploy(server, name, resources, {"R": {"Ref": "R"}}, update=True)
    assert iam.get_role(RoleName=made["R"])["Role"]["Description"] == "two"
    assert iam.list_role_policies(RoleName=made["R"])["PolicyNames"] == ["p"]
    delete(server, name)


def test_a_setting_that_is_not_there_is_refused_by_name(server, name):
    cfn = server.client("cloudformation")
    template = {"Resources": {"U": {"Type": "AWS::IAM::User", "Properties": {"LoginProfile": {"Password": "x"}}}}}
    try:
        cfn.create_stack(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    except cfn.exceptions.ClientError as error:
        assert "LoginProfile" in str(error)
        return
    with pytest.raises(Exception):
        cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    reasons = [e.get("ResourceStatusReason", "") for e in cfn.describe_stack_events(StackName=name)["StackEvents"]]
    assert any("LoginProfile" in reason for reason in reasons)


def test_the_policies_of_serverless_functions(own_server, name):
    server = own_server()
    iam = server.client("iam")
    resources = {
        "Q": {"Type": "AWS::SQS::Queue"},
        "M": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document("s3:*")}},
        "F": {"Type": "AWS::Serverless::Function", "Properties": {
            "Runtime": "python3.12", "Handler": "index.handler", "InlineCode": "def handler(e, c): return 1",
            "PermissionsBoundary": {"Ref": "M"},
            "Policies": [
                "AWSLambdaExecute", "AmazonSQSFullAccess", {"Ref": "M"},
                {"SQSSendMessagePolicy": {"QueueName": {"Fn::GetAtt": ["Q", "QueueName"]}}},
                document("sns:Publish")]}}}
    made = deploy(server, name, resources, {"R": {"Ref": "FRole"}, "M": {"Ref": "M"}},
                  Transform="AWS::Serverless-2016-10-31")
    attached = [p["PolicyName"] for p in iam.list_attached_role_policies(RoleName=made["R"])["AttachedPolicies"]]
    assert {"AWSLambdaBasicExecutionRole", "AWSLambdaExecute", "AmazonSQSFullAccess"} < set(attached)
    assert len(attached) == 4
    assert len(iam.list_role_policies(RoleName=made["R"])["PolicyNames"]) == 2
    found = iam.get_role(RoleName=made["R"])["Role"]
    assert found["PermissionsBoundary"]["PermissionsBoundaryArn"] == made["M"]
    delete(server, name)
