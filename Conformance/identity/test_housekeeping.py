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


@pytest.mark.parametrize("kind", ["user", "group", "role"])
def test_policies_come_and_go(iam, name, kind):
    who = {f"{kind.capitalize()}Name": name}
    getattr(iam, f"create_{kind}")(**who, **({"AssumeRolePolicyDocument": TRUST} if kind == "role" else {}))
    getattr(iam, f"put_{kind}_policy")(**who, PolicyName="inline", PolicyDocument=ALLOW)
    assert getattr(iam, f"get_{kind}_policy")(**who, PolicyName="inline")["PolicyDocument"] == json.loads(ALLOW)
    assert getattr(iam, f"list_{kind}_policies")(**who)["PolicyNames"] == ["inline"]
    arn = iam.create_policy(PolicyName=name, PolicyDocument=ALLOW)["Policy"]["Arn"]
    getattr(iam, f"attach_{kind}_policy")(**who, PolicyArn=arn)
    found = getattr(iam, f"list_attached_{kind}_policies")(**who)["AttachedPolicies"]
    assert found == [{"PolicyName": name, "PolicyArn": arn}]
    getattr(iam, f"detach_{kind}_policy")(**who, PolicyArn=arn)
    getattr(iam, f"delete_{kind}_policy")(**who, PolicyName="inline")
    assert getattr(iam, f"list_attached_{kind}_policies")(**who)["AttachedPolicies"] == []
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        getattr(iam, f"get_{kind}_policy")(**who, PolicyName="inline")


@pytest.mark.parametrize("kind", ["user", "role", "policy", "instance_profile"])
def test_tags_come_and_go(iam, name, kind):
    title = "".join(word.capitalize() for word in kind.split("_"))
    extra = {"role": {"AssumeRolePolicyDocument": TRUST}, "policy": {"PolicyDocument": ALLOW}}.get(kind, {})
    made = getattr(iam, f"create_{kind}")(**{f"{title}Name": name}, **extra)[title]
    who = {"PolicyArn": made["Arn"]} if kind == "policy" else {f"{title}Name": name}
    getattr(iam, f"tag_{kind}")(**who, Tags=TAGS)
    getattr(iam, f"untag_{kind}")(**who, TagKeys=["cost"])
    assert getattr(iam, f"list_{kind}_tags")(**who)["Tags"] == TAGS[:1]


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
