"""What a client that manages functions reads back after each of its changes."""

import pytest
from botocore.exceptions import ClientError

CODE = {"app.py": "def handler(e, c): return c.function_version\n"}


def code(call, **options):
    with pytest.raises(ClientError) as caught:
        call(**options)
    return caught.value.response["Error"]["Code"]


def test_aliases_are_changed_listed_and_deleted(functions, name):
    client = functions.client
    functions.make(name, CODE)
    client.publish_version(FunctionName=name)
    made = client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    changed = client.update_alias(FunctionName=name, Name="live", FunctionVersion="$LATEST", Description="d",
                                  RevisionId=made["RevisionId"])
    assert changed["RevisionId"] != made["RevisionId"]
    assert code(client.update_alias, FunctionName=name, Name="live", Description="e",
                RevisionId=made["RevisionId"]) == "PreconditionFailedException"
    assert client.get_alias(FunctionName=name, Name="live")["Description"] == "d"
    assert [a["Name"] for a in client.list_aliases(FunctionName=name)["Aliases"]] == ["live"]
    client.delete_alias(FunctionName=name, Name="live")
    assert code(client.get_alias, FunctionName=name, Name="live") == "ResourceNotFoundException"


def test_functions_and_versions_are_listed(functions, name):
    client = functions.client
    functions.make(name, CODE)
    client.publish_version(FunctionName=name, Description="one")
    listed = client.list_versions_by_function(FunctionName=name)["Versions"]
    assert [v["Version"] for v in listed] == ["$LATEST", "1"]
    found = [f for page in client.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1})
             for f in page["Functions"]]
    assert name in [f["FunctionName"] for f in found]
    assert client.get_function_configuration(FunctionName=name, Qualifier="1")["Description"] == "one"
    client.delete_function(FunctionName=name, Qualifier="1")
    assert len(client.list_versions_by_function(FunctionName=name)["Versions"]) == 1


def test_reserved_concurrency_is_read_back_and_removed(functions, name):
    client = functions.client
    functions.make(name, CODE)
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=3)
    assert client.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"] == 3
    settings = client.get_account_settings()
    limits = settings["AccountLimit"]
    assert limits["UnreservedConcurrentExecutions"] <= limits["ConcurrentExecutions"] - 3
    assert settings["AccountUsage"]["FunctionCount"] >= 1
    client.delete_function_concurrency(FunctionName=name)
    assert "ReservedConcurrentExecutions" not in client.get_function_concurrency(FunctionName=name)


def test_settings_of_asynchronous_invocations_are_read_back(server, functions, name):
    client = functions.client
    functions.make(name, CODE)
    queue = server.client("sqs").create_queue(QueueName=name)["QueueUrl"].rsplit("/", 1)[1]
    arn = f"arn:aws:sqs:eu-central-1:000000000000:{queue}"
    client.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=1, MaximumEventAgeInSeconds=90)
    client.update_function_event_invoke_config(
        FunctionName=name, DestinationConfig={"OnFailure": {"Destination": arn}})
    found = client.get_function_event_invoke_config(FunctionName=name)
    assert (found["MaximumRetryAttempts"], found["MaximumEventAgeInSeconds"]) == (1, 90)
    assert found["DestinationConfig"]["OnFailure"]["Destination"] == arn
    assert len(client.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"]) == 1
    client.delete_function_event_invoke_config(FunctionName=name)
    assert code(client.get_function_event_invoke_config, FunctionName=name) == "ResourceNotFoundException"


def test_layers_are_listed_read_and_deleted(functions, name, make_archive):
    client = functions.client
    for number in (1, 2):
        made = client.publish_layer_version(
            LayerName=name, Content={"ZipFile": make_archive({"python/a.py": f"n = {number}\n"})},
            CompatibleRuntimes=["python3.12"])
        assert made["Version"] == number
    listed = client.list_layer_versions(LayerName=name)["LayerVersions"]
    assert [v["Version"] for v in listed] == [2, 1]
    assert [v["LatestMatchingVersion"]["Version"] for v in client.list_layers()["Layers"]
            if v["LayerName"] == name] == [2]
    assert client.get_layer_version(LayerName=name, VersionNumber=1)["Content"]["CodeSize"] > 0
    assert client.get_layer_version_by_arn(Arn=made["LayerVersionArn"])["Version"] == 2
    client.delete_layer_version(LayerName=name, VersionNumber=1)
    assert code(client.get_layer_version, LayerName=name, VersionNumber=1) == "ResourceNotFoundException"


def test_mappings_are_listed_changed_and_deleted(server, functions, name):
    client = functions.client
    functions.make(name, CODE)
    server.client("sqs").create_queue(QueueName=name)
    made = client.create_event_source_mapping(
        FunctionName=name, EventSourceArn=f"arn:aws:sqs:eu-central-1:000000000000:{name}", Enabled=False)
    changed = client.update_event_source_mapping(UUID=made["UUID"], BatchSize=3)
    assert changed["BatchSize"] == 3
    assert client.get_event_source_mapping(UUID=made["UUID"])["BatchSize"] == 3
    listed = client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    assert [m["UUID"] for m in listed] == [made["UUID"]]
    assert client.delete_event_source_mapping(UUID=made["UUID"])["State"] == "Deleting"
    found = client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    assert all(m["State"] == "Deleting" for m in found)


def test_tags_are_read_back(functions, name):
    client = functions.client
    arn = functions.make(name, CODE, Tags={"team": "meters"})["FunctionArn"]
    client.tag_resource(Resource=arn, Tags={"cost": "1"})
    client.untag_resource(Resource=arn, TagKeys=["team"])
    assert client.list_tags(Resource=arn)["Tags"] == {"cost": "1"}


def test_what_nobody_set_is_told_as_such(functions, name):
    client = functions.client
    functions.make(name, CODE)
    assert not client.get_function_code_signing_config(FunctionName=name)["CodeSigningConfigArn"]
    assert client.get_runtime_management_config(FunctionName=name)["UpdateRuntimeOn"] == "Auto"
