"""What `--auth enforce` lets pass, seen by boto3."""

import json

from identity.conftest import allow, policy, refusal, trust

ACCOUNT = "000000000000"


def queue(enforcing, name):
    """A queue's URL and ARN."""
    sqs = enforcing.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def test_a_user_may_do_what_its_policy_says_and_no_more(enforcing):
    url, arn = queue(enforcing, "orders")
    key = enforcing.user("alice", allow("sqs:SendMessage", arn))
    sqs = enforcing.client("sqs", key)
    sqs.send_message(QueueUrl=url, MessageBody="m")
    assert refusal(sqs.receive_message, QueueUrl=url) == (
        "AccessDenied",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: sqs:ReceiveMessage on resource: "
        f"{arn} because no identity-based policy allows the sqs:ReceiveMessage action")
    assert refusal(enforcing.client("iam", key).list_users)[0] == "AccessDenied"
    assert refusal(enforcing.client("dynamodb", key).list_tables)[0] == "AccessDeniedException"
    assert refusal(enforcing.client("lambda", key).list_functions)[0] == "AccessDeniedException"
    assert refusal(enforcing.client("events", key).list_rules)[0] == "AccessDeniedException"
    assert refusal(enforcing.client("sns", key).list_topics)[0] == "AuthorizationError"
    assert refusal(enforcing.client("s3", key).get_object, Bucket="orders", Key="a b") == (
        "AccessDenied",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: s3:GetObject on resource: "
        "\"arn:aws:s3:::orders/a b\" because no identity-based policy allows the s3:GetObject action")


def test_an_explicit_deny_wins_and_is_named(enforcing):
    url, arn = queue(enforcing, "orders")
    key = enforcing.user("alice", allow("sqs:*"), {"Effect": "Deny", "Action": "sqs:SendMessage", "Resource": arn})
    assert refusal(enforcing.client("sqs", key).send_message, QueueUrl=url, MessageBody="m") == (
        "AccessDenied",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: sqs:SendMessage on resource: {arn} "
        "with an explicit deny in an identity-based policy")


def test_groups_and_managed_policies_give_permission(enforcing):
    url, arn = queue(enforcing, "orders")
    iam = enforcing.client("iam")
    key = enforcing.user("alice")
    sqs = enforcing.client("sqs", key)
    assert refusal(sqs.send_message, QueueUrl=url, MessageBody="m")[0] == "AccessDenied"
    iam.create_group(GroupName="senders")
    made = iam.create_policy(PolicyName="send", PolicyDocument=policy(allow("sqs:SendMessage", arn)))["Policy"]
    iam.attach_group_policy(GroupName="senders", PolicyArn=made["Arn"])
    iam.add_user_to_group(GroupName="senders", UserName="alice")
    sqs.send_message(QueueUrl=url, MessageBody="m")
    iam.create_policy_version(
        PolicyArn=made["Arn"], PolicyDocument=policy(allow("sqs:ReceiveMessage", arn)), SetAsDefault=True)
    assert refusal(sqs.send_message, QueueUrl=url, MessageBody="m")[0] == "AccessDenied"
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
    iam.remove_user_from_group(GroupName="senders", UserName="alice")
    assert refusal(sqs.receive_message, QueueUrl=url)[0] == "AccessDenied"
    iam.attach_user_policy(UserName="alice", PolicyArn="arn:aws:iam::aws:policy/AmazonSQSFullAccess")
    sqs.send_message(QueueUrl=url, MessageBody="m")


def test_a_boundary_limits_what_policies_give(enforcing):
    url, arn = queue(enforcing, "orders")
    iam = enforcing.client("iam")
    key = enforcing.user("alice", allow("sqs:*"))
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=policy(allow("sqs:ReceiveMessage")))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="alice", PermissionsBoundary=limit)
    sqs = enforcing.client("sqs", key)
    sqs.receive_message(QueueUrl=url)
    assert refusal(sqs.send_message, QueueUrl=url, MessageBody="m") == (
        "AccessDenied",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: sqs:SendMessage on resource: {arn} "
        "because no permissions boundary allows the sqs:SendMessage action")
    assert refusal(iam.delete_policy, PolicyArn=limit) == (
        "DeleteConflict", "Cannot delete a policy attached to entities.")
    iam.delete_user_permissions_boundary(UserName="alice")
    sqs.send_message(QueueUrl=url, MessageBody="m")


def test_a_queue_policy_alone_may_admit_a_user(enforcing):
    url, arn = queue(enforcing, "orders")
    key = enforcing.user("alice")
    statement = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/alice"},
                 "Action": "sqs:SendMessage", "Resource": arn}
    enforcing.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    enforcing.client("sqs", key).send_message(QueueUrl=url, MessageBody="m")


def test_keys_are_checked(enforcing):
    iam = enforcing.client("iam")
    key = enforcing.user("alice", allow("iam:*"))
    own = enforcing.client("iam", key)
    assert own.get_user()["User"]["UserName"] == "alice"
    assert iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]["ServiceName"] == "iam"
    wrong = enforcing.client("iam", {**key, "SecretAccessKey": "x" * 40})
    assert refusal(wrong.get_user)[0] == "SignatureDoesNotMatch"
    unknown = enforcing.client("iam", {**key, "AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"})
    assert refusal(unknown.get_user) == (
        "InvalidClientTokenId", "The security token included in the request is invalid.")
    assert refusal(enforcing.client("dynamodb", {**key, "AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"}).list_tables)[0] \
        == "UnrecognizedClientException"
    iam.update_access_key(UserName="alice", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert refusal(own.get_user)[0] == "InvalidClientTokenId"
    assert refusal(enforcing.client("s3", key).list_buckets)[0] == "InvalidAccessKeyId"
    iam.update_access_key(UserName="alice", AccessKeyId=key["AccessKeyId"], Status="Active")
    own.get_user()
    own.delete_access_key(AccessKeyId=key["AccessKeyId"])
    assert refusal(own.get_user)[0] == "InvalidClientTokenId"


def test_paths_are_part_of_what_policies_name(enforcing):
    iam = enforcing.client("iam")
    iam.create_user(UserName="bob", Path="/staff/")
    iam.create_user(UserName="eve")
    key = enforcing.user("alice", allow("iam:GetUser", f"arn:aws:iam::{ACCOUNT}:user/staff/*"))
    own = enforcing.client("iam", key)
    assert own.get_user(UserName="bob")["User"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/staff/bob"
    assert refusal(own.get_user, UserName="eve")[0] == "AccessDenied"


def test_a_session_of_a_role_has_the_roles_permissions(enforcing):
    url, arn = queue(enforcing, "orders")
    iam = enforcing.client("iam")
    key = enforcing.user("alice", allow("sts:AssumeRole"))
    iam.create_role(RoleName="sender", Path="/jobs/", AssumeRolePolicyDocument=trust(
        {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, Condition={"StringEquals": {"sts:ExternalId": "secret"}}))
    iam.put_role_policy(RoleName="sender", PolicyName="p", PolicyDocument=policy(allow("sqs:*", arn)))
    sts = enforcing.client("sts", key)
    role = f"arn:aws:iam::{ACCOUNT}:role/jobs/sender"
    assert refusal(sts.assume_role, RoleArn=role, RoleSessionName="ss")[0] == "AccessDenied"
    assert refusal(enforcing.client("sts").assume_role, RoleArn=role, RoleSessionName="ss") == (
        "AccessDenied", "Roles may not be assumed by root accounts.")
    made = sts.assume_role(RoleArn=role, RoleSessionName="ss", ExternalId="secret")
    assert made["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/sender/ss"
    session = made["Credentials"]
    assert session["AccessKeyId"].startswith("ASIA")
    who = enforcing.client("sts", session).get_caller_identity()
    assert (who["Arn"], who["UserId"]) == (
        made["AssumedRoleUser"]["Arn"], made["AssumedRoleUser"]["AssumedRoleId"])
    enforcing.client("sqs", session).send_message(QueueUrl=url, MessageBody="m")
    assert refusal(enforcing.client("iam", session).list_users) == (
        "AccessDenied",
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/sender/ss is not authorized to perform: iam:ListUsers on resource: "
        "* because no identity-based policy allows the iam:ListUsers action")
    without = {k: v for k, v in session.items() if k != "SessionToken"}
    assert refusal(enforcing.client("iam", without).list_users)[0] == "InvalidClientTokenId"
    narrowed = sts.assume_role(
        RoleArn=role, RoleSessionName="tt", ExternalId="secret", Policy=policy(allow("sqs:ReceiveMessage")))
    assert refusal(enforcing.client("sqs", narrowed["Credentials"]).send_message, QueueUrl=url, MessageBody="m") == (
        "AccessDenied",
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/sender/tt is not authorized to perform: sqs:SendMessage on "
        f"resource: {arn} because no session policy allows the sqs:SendMessage action")
    enforcing.server.advance("PT3601S")
    assert refusal(enforcing.client("sts", session).get_caller_identity) == (
        "ExpiredToken", "The security token included in the request is expired")
    assert refusal(enforcing.client("dynamodb", session).list_tables)[0] == "ExpiredTokenException"


def test_a_session_of_a_user_is_the_user(enforcing):
    key = enforcing.user("alice", allow("iam:GetUser"))
    made = enforcing.client("sts", key).get_session_token(DurationSeconds=900)["Credentials"]
    assert enforcing.client("iam", made).get_user()["User"]["UserName"] == "alice"
    assert refusal(enforcing.client("sts", made).get_session_token)[0] == "AccessDenied"


def test_a_restart_keeps_everything(enforcing):
    url, arn = queue(enforcing, "orders")
    iam = enforcing.client("iam")
    key = enforcing.user("alice", allow(["sqs:SendMessage", "sts:AssumeRole"]))
    iam.create_role(RoleName="sender", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/alice"}))
    iam.put_role_policy(RoleName="sender", PolicyName="p", PolicyDocument=policy(allow("sqs:*", arn)))
    session = enforcing.client("sts", key).assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/sender", RoleSessionName="ss")["Credentials"]
    enforcing.restart()
    url = enforcing.client("sqs").get_queue_url(QueueName="orders")["QueueUrl"]
    enforcing.client("sqs", key).send_message(QueueUrl=url, MessageBody="m")
    enforcing.client("sqs", session).send_message(QueueUrl=url, MessageBody="m")
    enforcing.client("iam").update_access_key(UserName="alice", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    enforcing.server.kill()
    enforcing.server.start()
    assert refusal(enforcing.client("sts", key).get_caller_identity)[0] == "InvalidClientTokenId"


def test_a_stack_acts_in_the_role_that_it_is_given(enforcing):
    iam = enforcing.client("iam")
    role = iam.create_role(RoleName="deploy", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))["Role"]
    key = enforcing.user("alice", allow(["cloudformation:*"]))
    cfn = enforcing.client("cloudformation", key)
    stack = {"StackName": "s", "TemplateBody": json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}),
             "RoleARN": role["Arn"]}
    assert "iam:PassRole" in refusal(cfn.create_stack, **stack)[1]
    iam.put_user_policy(UserName="alice", PolicyName="q", PolicyDocument=policy(allow("iam:PassRole", role["Arn"])))
    assert refusal(cfn.create_stack, **stack) == (
        "ValidationError", f"Role {role['Arn']} is invalid or cannot be assumed")
    iam.update_assume_role_policy(
        RoleName="deploy", PolicyDocument=trust({"Service": "cloudformation.amazonaws.com"}))
    iam.put_role_policy(RoleName="deploy", PolicyName="p", PolicyDocument=policy(allow("sqs:*")))
    cfn.create_stack(**stack)
    cfn.get_waiter("stack_create_complete").wait(StackName="s", WaiterConfig={"Delay": 1})
    assert len(enforcing.client("sqs").list_queues()["QueueUrls"]) == 1


def test_the_command_line_assumes_roles(enforcing):
    iam = enforcing.client("iam")
    key = enforcing.user("alice", allow(["sts:*", "iam:GetUser"]))
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    iam.attach_role_policy(RoleName="reader", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    environment = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    made = enforcing.server.cli(
        "sts", "assume-role", "--role-arn", f"arn:aws:iam::{ACCOUNT}:role/reader", "--role-session-name", "cli",
        environment=environment)["Credentials"]
    session = {"AWS_ACCESS_KEY_ID": made["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"],
               "AWS_SESSION_TOKEN": made["SessionToken"]}
    users = enforcing.server.cli("iam", "list-users", environment=session)["Users"]
    assert [user["UserName"] for user in users] == ["alice"]
    enforcing.server.cli("iam", "get-user", environment=environment)


def test_a_copy_needs_permission_to_read_its_source(enforcing):
    s3 = enforcing.client("s3")
    s3.create_bucket(Bucket="source", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket="source", Key="secret", Body=b"x")
    key = enforcing.user("alice", allow("s3:PutObject"))
    own = enforcing.client("s3", key)
    copy = {"Bucket": "source", "Key": "copy", "CopySource": {"Bucket": "source", "Key": "secret"}}
    assert "s3:GetObject on resource: \"arn:aws:s3:::source/secret\"" in refusal(own.copy_object, **copy)[1]
    enforcing.client("iam").put_user_policy(
        UserName="alice", PolicyName="q", PolicyDocument=policy(allow("s3:GetObject", "arn:aws:s3:::source/secret")))
    own.copy_object(**copy)


def test_a_transaction_needs_permission_for_what_it_does(enforcing):
    dynamodb = enforcing.client("dynamodb")
    dynamodb.create_table(
        TableName="table", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
    enforcing.server.advance("PT5S")
    key = enforcing.user("alice", allow("dynamodb:PutItem"))
    own = enforcing.client("dynamodb", key)
    item = {"k": {"S": "a"}}
    own.transact_write_items(TransactItems=[{"Put": {"TableName": "table", "Item": item}}])
    code, text = refusal(own.transact_write_items, TransactItems=[
        {"Put": {"TableName": "table", "Item": {"k": {"S": "b"}}}}, {"Delete": {"TableName": "table", "Key": item}}])
    assert code == "AccessDeniedException" and "dynamodb:DeleteItem" in text
    assert "dynamodb:GetItem" in refusal(
        own.transact_get_items, TransactItems=[{"Get": {"TableName": "table", "Key": item}}])[1]


def test_an_api_is_named_by_its_path(enforcing):
    iam, apis = enforcing.client("iam"), enforcing.client("apigateway")
    mine, other = (apis.create_rest_api(name=name)["id"] for name in ("mine", "other"))
    key = enforcing.user("alice", allow("apigateway:GET", f"arn:aws:apigateway:*::/restapis/{mine}*"))
    own = enforcing.client("apigateway", key)
    assert own.get_rest_api(restApiId=mine)["name"] == "mine"
    own.get_resources(restApiId=mine)
    assert refusal(own.get_rest_api, restApiId=other) == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: apigateway:GET on resource: "
        f"arn:aws:apigateway:eu-central-1::/restapis/{other} because no identity-based policy allows the "
        "apigateway:GET action")
    iam.attach_user_policy(
        UserName="alice", PolicyArn="arn:aws:iam::aws:policy/AmazonAPIGatewayAdministrator")
    own.delete_rest_api(restApiId=other)


def test_who_reads_an_index_needs_permission_for_the_index(enforcing):
    dynamodb = enforcing.client("dynamodb")
    dynamodb.create_table(
        TableName="table", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in "ki"],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-i", "KeySchema": [{"AttributeName": "i", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}])
    enforcing.server.advance("PT5S")
    table = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/table"
    ask = {"TableName": "table", "ExpressionAttributeValues": {":v": {"S": "v"}}}
    by_index = {**ask, "IndexName": "by-i", "KeyConditionExpression": "i = :v"}
    by_key = {**ask, "KeyConditionExpression": "k = :v"}
    reader = enforcing.client("dynamodb", enforcing.user("reader", allow("dynamodb:Query", f"{table}/index/by-i")))
    assert reader.query(**by_index)["Count"] == 0
    code, text = refusal(reader.query, **by_key)
    assert code == "AccessDeniedException" and f"dynamodb:Query on resource: {table} because" in text
    other = enforcing.client("dynamodb", enforcing.user("other", allow("dynamodb:*", table)))
    assert other.query(**by_key)["Count"] == 0
    assert f"on resource: {table}/index/by-i because" in refusal(other.query, **by_index)[1]


def test_a_log_is_named_by_its_group_and_stream(enforcing):
    logs = enforcing.client("logs")
    logs.create_log_group(logGroupName="/app")
    for stream in ("mine", "other"):
        logs.create_log_stream(logGroupName="/app", logStreamName=stream)
    group = f"arn:aws:logs:eu-central-1:{ACCOUNT}:log-group:/app"
    reader = enforcing.client("logs", enforcing.user("reader", allow("logs:*", f"{group}:*")))
    assert reader.filter_log_events(logGroupName="/app")["events"] == []
    assert reader.get_log_events(logGroupIdentifier=group, logStreamName="mine")["events"] == []
    narrow = enforcing.client("logs", enforcing.user("narrow", allow("logs:*", f"{group}:log-stream:mine")))
    assert narrow.get_log_events(logGroupName="/app", logStreamName="mine")["events"] == []
    assert f"on resource: {group}:log-stream:other because" in refusal(
        narrow.get_log_events, logGroupName="/app", logStreamName="other")[1]
    bare = enforcing.client("logs", enforcing.user("bare", allow("logs:*", group)))
    assert f"on resource: {group}:log-stream: because" in refusal(bare.filter_log_events, logGroupName="/app")[1]
