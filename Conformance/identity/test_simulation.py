"""Questions to policies that nobody asks in earnest, and the account as a whole."""

from identity.conftest import allow, policy


def decisions(answer):
    return [(r["EvalActionName"], r["EvalResourceName"], r["EvalDecision"]) for r in answer["EvaluationResults"]]


def test_policies_are_simulated(server, name):
    iam = server.client("iam")
    answer = iam.simulate_custom_policy(
        PolicyInputList=[policy(allow("sqs:*", "arn:aws:sqs:*:*:a", Condition={"StringEquals": {"aws:x": "y"}}),
                                {"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"})],
        ActionNames=["sqs:SendMessage", "sqs:DeleteQueue"],
        ResourceArns=["arn:aws:sqs:us-east-1:000000000000:a", "arn:aws:sqs:us-east-1:000000000000:b"],
        ContextEntries=[{"ContextKeyName": "aws:x", "ContextKeyValues": ["y"], "ContextKeyType": "string"}])
    assert [d for _, _, d in decisions(answer)] == ["allowed", "implicitDeny", "explicitDeny", "explicitDeny"]
    assert answer["EvaluationResults"][0]["MatchedStatements"][0]["SourcePolicyId"] == "PolicyInputList.1"
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[
        policy(allow("sqs:*", Condition={"StringEquals": {"aws:x": "y"}}))])["ContextKeyNames"] == ["aws:x"]


def test_a_user_is_simulated_with_groups_and_boundary(server, name):
    iam = server.client("iam")
    name = name[-60:]
    user = iam.create_user(UserName=name)["User"]["Arn"]
    iam.create_group(GroupName=name)
    iam.add_user_to_group(GroupName=name, UserName=name)
    iam.put_group_policy(GroupName=name, PolicyName="p", PolicyDocument=policy(allow("sqs:*")))
    ask = {"PolicySourceArn": user, "ActionNames": ["sqs:SendMessage", "sqs:ReceiveMessage", "sns:Publish"]}
    answer = iam.simulate_principal_policy(**ask)
    assert [d for _, _, d in decisions(answer)] == ["allowed", "allowed", "implicitDeny"]
    limit = iam.create_policy(PolicyName=name, PolicyDocument=policy(allow("sqs:Send*")))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=limit)
    answer = iam.simulate_principal_policy(**ask)
    assert [d for _, _, d in decisions(answer)] == ["allowed", "implicitDeny", "implicitDeny"]
    assert answer["EvaluationResults"][1]["PermissionsBoundaryDecisionDetail"] == {
        "AllowedByPermissionsBoundary": False}
    pages = iam.get_paginator("simulate_principal_policy").paginate(**ask, PaginationConfig={"PageSize": 1})
    assert len([r for page in pages for r in page["EvaluationResults"]]) == 3


def test_the_account_is_told_whole(server, name):
    iam = server.client("iam")
    name = name[-60:]
    iam.create_user(UserName=name, Tags=[{"Key": "k", "Value": "v"}])
    iam.create_group(GroupName=name)
    iam.add_user_to_group(GroupName=name, UserName=name)
    arn = iam.create_policy(PolicyName=name, PolicyDocument=policy(allow("sqs:*")))["Policy"]["Arn"]
    iam.attach_user_policy(UserName=name, PolicyArn=arn)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy(allow("sns:*")))
    users, policies = [], []
    for page in iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 1}):
        users += page["UserDetailList"]
        policies += page["Policies"]
    mine = next(user for user in users if user["UserName"] == name)
    assert mine["GroupList"] == [name] and mine["AttachedManagedPolicies"][0]["PolicyArn"] == arn
    assert mine["UserPolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"] == "sns:*"
    assert sum(policy["Arn"] == arn for policy in policies) == 1
    assert len({policy["Arn"] for policy in policies}) == len(policies) > 40
    summary = iam.get_account_summary()["SummaryMap"]
    assert summary["Users"] >= 1 and summary["VersionsPerPolicyQuota"] == 5
