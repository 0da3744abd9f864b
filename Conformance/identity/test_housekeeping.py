"""What a client that manages identities reads back after each of its changes."""

import json

import pytest

ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"StringLike": {"aws:username": "a*"}}}]})
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]})
TAGS = [{"Key": "team", "Value": "meters"}, {"Key": "cost", "Value": "1"}]


@pytest.fixture
def iam(server):
    return server.client("iam")


def names(pages, key, name):
    return [item[name] for page in pages for item in page[key]]


def calls(iam, names):
    return [getattr(iam, name) for name in names.split()]


@pytest.mark.parametrize("kind,names", [
    ("User", "create_user put_user_policy get_user_policy list_user_policies attach_user_policy "
             "list_attached_user_policies detach_user_policy delete_user_policy"),
    ("Group", "create_group put_group_policy get_group_policy list_group_policies attach_group_policy "
              "list_attached_group_policies detach_group_policy delete_group_policy"),
    ("Role", "create_role put_role_policy get_role_policy list_role_policies attach_role_policy "
             "list_attached_role_policies detach_role_policy delete_role_policy"),
], ids=["user", "group", "role"])
def test_policies_come_and_go(iam, name, kind, names):
    create, put, get, listed, attach, attached, detach, delete = calls(iam, names)
    who = {f"{kind}Name": name}
    create(**who, **({"AssumeRolePolicyDocument": TRUST} if kind == "Role" else {}))
    put(**who, PolicyName="inline", PolicyDocument=ALLOW)
    assert get(**who, PolicyName="inline")["PolicyDocument"] == json.loads(ALLOW)
    assert listed(**who)["PolicyNames"] == ["inline"]
    arn = iam.create_policy(PolicyName=name, PolicyDocument=ALLOW)["Policy"]["Arn"]
    attach(**who, PolicyArn=arn)
    assert attached(**who)["AttachedPolicies"] == [{"PolicyName": name, "PolicyArn": arn}]
    detach(**who, PolicyArn=arn)
    delete(**who, PolicyName="inline")
    assert attached(**who)["AttachedPolicies"] == []
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        get(**who, PolicyName="inline")


@pytest.mark.parametrize("kind,names,more", [
    ("User", "create_user tag_user untag_user list_user_tags", {}),
    ("Role", "create_role tag_role untag_role list_role_tags", {"AssumeRolePolicyDocument": TRUST}),
    ("Policy", "create_policy tag_policy untag_policy list_policy_tags", {"PolicyDocument": ALLOW}),
    ("InstanceProfile", "create_instance_profile tag_instance_profile untag_instance_profile "
                        "list_instance_profile_tags", {}),
], ids=["user", "role", "policy", "profile"])
def test_tags_come_and_go(iam, name, kind, names, more):
    create, tag, untag, listed = calls(iam, names)
    made = create(**{f"{kind}Name": name}, **more)[kind]
    who = {"PolicyArn": made["Arn"]} if kind == "Policy" else {f"{kind}Name": name}
    tag(**who, Tags=TAGS)
    untag(**who, TagKeys=["cost"])
    assert listed(**who)["Tags"] == TAGS[:1]


def test_everything_is_listed(iam, name):
    iam.create_group(GroupName=name)
    iam.create_instance_profile(InstanceProfileName=name)
    assert name in names(iam.get_paginator("list_groups").paginate(), "Groups", "GroupName")
    assert name in names(
        iam.get_paginator("list_instance_profiles").paginate(), "InstanceProfiles", "InstanceProfileName")


def test_a_role_is_changed(iam, name):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    iam.update_role(RoleName=name, Description="first", MaxSessionDuration=7200)
    assert iam.update_role_description(RoleName=name, Description="second")["Role"]["Description"] == "second"
    role = iam.get_role(RoleName=name)["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("second", 7200)
    boundary = iam.create_policy(PolicyName=name, PolicyDocument=ALLOW)["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    found = iam.get_role(RoleName=name)["Role"]["PermissionsBoundary"]
    assert found["PermissionsBoundaryArn"] == boundary
    iam.delete_role_permissions_boundary(RoleName=name)
    assert "PermissionsBoundary" not in iam.get_role(RoleName=name)["Role"]


def test_an_account_has_one_alias(iam, name):
    alias = name.lower().replace("_", "-")[:60]
    iam.create_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == [alias]
    iam.delete_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == []


def test_the_keys_that_policies_ask_for_are_named(iam, name):
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=ALLOW)
    assert iam.get_context_keys_for_principal_policy(PolicySourceArn=arn)["ContextKeyNames"] == ["aws:username"]
