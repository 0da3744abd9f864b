"""Functions, versions, aliases, mappings and layers, as AWS was recorded to answer."""

import io
import zipfile

import pytest

ROLE = "arn:aws:iam::000000000000:role/r"


def archive(text="def handler(event, context): return event\n"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("index.py", text)
    return out.getvalue()


@pytest.fixture
def recorded(recordings):
    return recordings("lambda")


@pytest.fixture
def client(server):
    return server.client("lambda")


def make(client, name, **options):
    options.setdefault("Handler", "index.handler")
    made = client.create_function(
        FunctionName=name, Runtime="python3.12", Role=ROLE, Code={"ZipFile": archive()}, **options)
    client.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
    return made


def test_the_state_of_a_function(client, recorded, name):
    situation = "TestLambdaBaseFeatures::test_function_state"
    recorded.same(situation, "create-fn-response", make(client, name, Handler="handler.handler"))
    answer = client.get_function(FunctionName=name)
    recorded.same(situation, "get-fn-response", answer)


def test_concurrency(client, recorded, name):
    situation = "TestLambdaConcurrency::test_lambda_concurrency_crud"
    make(client, name)
    recorded.same(situation, "get_function_concurrency_default", client.get_function_concurrency(FunctionName=name))
    recorded.same(situation, "put_function_concurrency", client.put_function_concurrency(
        FunctionName=name, ReservedConcurrentExecutions=0))
    recorded.same(situation, "get_function_concurrency_updated", client.get_function_concurrency(FunctionName=name))
    client.delete_function_concurrency(FunctionName=name)
    recorded.same(situation, "get_function_concurrency_deleted", client.get_function_concurrency(FunctionName=name))


def test_aliases(client, recorded, name):
    situation = "TestLambdaAlias::test_alias_lifecycle"
    made = make(client, name, Environment={"Variables": {"testenv": "staging"}})
    recorded.same(situation, "create_response", made)
    recorded.same(situation, "publish_v1", client.publish_version(FunctionName=name))
    recorded.fails("TestLambdaAlias::test_non_existent_alias_update", "update_alias_response", client.update_alias,
                   {"<function-name:1>": name}, FunctionName=name, Name="non-existent")


@pytest.mark.parametrize("operation", [
    "delete_function", "get_function", "get_function_concurrency", "get_function_configuration",
    "get_function_event_invoke_config", "invoke"])
def test_functions_of_other_regions(client, recorded, operation):
    recorded.fails(
        f"TestLambdaFunction::test_get_function_wrong_region[{operation}]", "wrong_region_exception",
        getattr(client, operation), {"<wrong-region>": "us-east-1"},
        FunctionName="arn:aws:lambda:us-east-1:000000000000:function:f")


@pytest.mark.parametrize("operation", ["get_function", "get_function_configuration"])
def test_versions_that_are_not(client, recorded, name, operation):
    make(client, name)
    recorded.fails(
        f"TestLambdaFunction::test_ops_on_nonexisting_version[{operation}]", "version_not_found_exception",
        getattr(client, operation), {"<fn-name>": name}, FunctionName=name, Qualifier="1221")


def test_wrong_values(client, recorded, name):
    situation = "TestLambdaFunction::test_update_lambda_exceptions"
    make(client, name)
    recorded.fails(situation, "invalid_role_arn_exc", client.update_function_configuration,
                   FunctionName=name, Role="r1")
    arn = client.publish_version(FunctionName=name)["FunctionArn"]
    recorded.fails("TestLambdaTags::test_tag_versions", "tag_resource_exception", client.tag_resource,
                   Resource=arn, Tags={"a": "b"})


def test_mappings(client, server, recorded, name):
    make(client, name)
    unknown = "00000000-0000-0000-0000-000000000000"
    situation = "TestLambdaEventSourceMappings::test_event_source_mapping_exceptions"
    recorded.fails(situation, "get_unknown_uuid", client.get_event_source_mapping, UUID=unknown)
    recorded.fails(situation, "delete_unknown_uuid", client.delete_event_source_mapping, UUID=unknown)
    recorded.fails(situation, "update_unknown_uuid", client.update_event_source_mapping, UUID=unknown, Enabled=False)
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    situation = "TestSQSEventSourceMapping::test_event_source_mapping_default_batch_size"
    mapping = client.create_event_source_mapping(FunctionName=name, EventSourceArn=arn)
    recorded.same(situation, "create-event-source-mapping", mapping)
    recorded.fails(situation, "invalid-update-event-source-mapping", client.update_event_source_mapping,
                   UUID=mapping["UUID"], BatchSize=15)
    recorded.fails(
        "TestSQSEventSourceMapping::test_duplicate_event_source_mappings", "error", client.create_event_source_mapping,
        {"<resource:1>": name, "<resource:2>": name, "<uuid:1>": mapping["UUID"]},
        FunctionName=name, EventSourceArn=arn)


def test_a_layer(client, recorded, name):
    recorded.same("TestLambdaLayer::test_layer_policy_lifecycle", "publish_result", client.publish_layer_version(
        LayerName=name, Content={"ZipFile": archive()}, CompatibleRuntimes=["python3.12"],
        CompatibleArchitectures=["x86_64"]))


def test_mappings_of_streams(client, server, recorded, name):
    made = make(client, name)
    tables = server.client("dynamodb")
    table = tables.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["TableDescription"]
    situation = "TestLambdaEventSourceMappings::test_create_event_source_validation"
    known = {"FunctionName": made["FunctionName"], "EventSourceArn": table["LatestStreamArn"]}
    recorded.fails(situation, "no_starting_position", client.create_event_source_mapping, **known)
    recorded.fails(situation, "invalid_starting_position", client.create_event_source_mapping,
                   **known, StartingPosition="invalid")
    recorded.fails(
        situation, "incompatible_starting_position", client.create_event_source_mapping,
        {"<table-name>": name, "<stream-name>": table["LatestStreamLabel"]},
        **known, StartingPosition="AT_TIMESTAMP", StartingPositionTimestamp="1741010802")


@pytest.mark.parametrize("situation, step, variables", [
    ("test_large_environment_variables_fails", "failed_create_fn_result", {"LARGE_VAR": "x" * 4081}),
    ("test_large_environment_fails_multiple_keys", "failured_create_fn_result_multi_key", {
        "SMALL_VAR": "ok", "LARGE_VAR": "x" * 4064})])
def test_environments_that_are_too_large(client, recorded, name, situation, step, variables):
    recorded.fails(f"TestLambdaSizeLimits::{situation}", step, client.create_function, FunctionName=name,
                   Runtime="python3.12", Role=ROLE, Handler="index.handler", Code={"ZipFile": archive()},
                   Environment={"Variables": variables})


def test_recursion_that_is_neither(client, recorded, name):
    situation = next(each for each in recorded.situations if "test_put_function_recursion_config_invalid_value" in each)
    make(client, name)
    recorded.fails(situation, "put_recursion_invalid_value_error", client.put_function_recursion_config,
                   FunctionName=name, RecursiveLoop="InvalidValue")
