"""Functions and all that belongs to them, made, changed and ended by templates."""

import json
import time

import pytest

PLAIN = {
    "Function": {"Type": "AWS::Lambda::Function", "Properties": {
        "FunctionName": "NAME", "Runtime": "python3.12", "Handler": "index.handler", "Timeout": "5",
        "Role": "arn:aws:iam::000000000000:role/r", "MemorySize": "256", "Description": "first",
        "Code": {"ZipFile": "def handler(e, c): return [c.function_version, c.memory_limit_in_mb]\n"},
        "Environment": {"Variables": {"LIMIT": 7}}, "Tags": [{"Key": "kept", "Value": "1"}, {"Key": "gone", "Value": 2}],
        "LoggingConfig": {"LogFormat": "JSON"}, "Layers": [{"Ref": "Layer"}]}},
    "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {
        "LayerName": "NAME", "Content": {"S3Bucket": "NAME", "S3Key": "layer.zip"},
        "CompatibleRuntimes": ["python3.12"]}},
    "Version": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Function"}}},
    "Alias": {"Type": "AWS::Lambda::Alias", "Properties": {
        "FunctionName": {"Ref": "Function"}, "Name": "live", "Description": "d",
        "FunctionVersion": {"Fn::GetAtt": ["Version", "Version"]}}},
    "Permission": {"Type": "AWS::Lambda::Permission", "Properties": {
        "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}, "Action": "lambda:InvokeFunction",
        "Principal": "sns.amazonaws.com"}},
    "Config": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": {
        "FunctionName": {"Ref": "Function"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": "1"}},
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "NAME"}},
    "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
        "FunctionName": {"Ref": "Alias"}, "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "BatchSize": "5",
        "FunctionResponseTypes": ["ReportBatchItemFailures"]}},
}
OUTPUTS = {"Arn": ["Function", "Arn"], "Number": ["Version", "Version"], "AliasArn": ["Alias", "AliasArn"],
           "Mapping": ["Mapping", "Id"], "Layer": ["Layer", "LayerVersionArn"], "Statement": ["Permission", "Id"]}


def template(name, resources, **more):
    outputs = {key: {"Value": {"Fn::GetAtt": value}} for key, value in OUTPUTS.items() if value[0] in resources}
    return json.dumps({"Resources": resources, "Outputs": outputs, **more}).replace("NAME", name)


def settle(server, name, status):
    client = server.client("cloudformation")
    for _ in range(200):
        server.advance("PT0.2S")
        stack = client.describe_stacks(StackName=name)["Stacks"][0]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            break
        time.sleep(0.02)
    reasons = [event.get("ResourceStatusReason") for event in
               client.describe_stack_events(StackName=name)["StackEvents"]]
    assert stack["StackStatus"] == status, reasons
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


@pytest.fixture
def name(name):
    return name[-40:].strip("-").lower()


def test_a_function_and_what_belongs_to_it_live_and_end(server, functions, make_archive, name):
    s3 = server.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=name, Key="layer.zip", Body=make_archive({"python/shared.py": "VALUE = 1\n"}))
    cfn, client = server.client("cloudformation"), functions.client
    created = cfn.create_stack(StackName=name, TemplateBody=template(name, PLAIN))
    outputs = settle(server, name, "CREATE_COMPLETE")
    assert outputs["Number"] == "1" and outputs["AliasArn"] == outputs["Arn"] + ":live"
    assert functions.invoke(name, {}, Qualifier="live")[1] == ["1", "256"]
    found = client.get_function(FunctionName=name)
    assert found["Configuration"]["Environment"] == {"Variables": {"LIMIT": "7"}}
    assert found["Configuration"]["Layers"][0]["Arn"] == outputs["Layer"]
    assert found["Tags"]["gone"] == "2"
    policy = json.loads(client.get_policy(FunctionName=name)["Policy"])
    assert policy["Statement"][0]["Sid"] == outputs["Statement"]
    mapping = client.get_event_source_mapping(UUID=outputs["Mapping"])
    assert mapping["BatchSize"] == 5 and mapping["FunctionArn"].endswith(":live")
    assert client.get_function_event_invoke_config(FunctionName=name)["MaximumRetryAttempts"] == 1

    changed = json.loads(json.dumps(PLAIN))
    function = changed["Function"]["Properties"]
    function.update({"Code": {"ZipFile": "def handler(e, c): return 'new'\n"}, "Tags": [{"Key": "kept", "Value": "2"}]})
    for dropped in ("Timeout", "Description", "LoggingConfig", "Environment", "Layers"):
        del function[dropped]
    del changed["Alias"]["Properties"]["Description"]
    for dropped in ("BatchSize", "FunctionResponseTypes"):
        del changed["Mapping"]["Properties"][dropped]
    changed["Mapping"]["Properties"]["Enabled"] = "false"
    cfn.update_stack(StackName=name, TemplateBody=template(name, changed))
    after = settle(server, name, "UPDATE_COMPLETE")
    assert after["Mapping"] == outputs["Mapping"]
    found = client.get_function(FunctionName=name)
    configuration = found["Configuration"]
    assert (configuration["Timeout"], configuration["Description"]) == (3, "")
    assert configuration["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}
    assert "Layers" not in configuration and configuration["Environment"] == {"Variables": {}}
    assert {key: value for key, value in found["Tags"].items() if not key.startswith("aws:")} == {"kept": "2"}
    assert functions.invoke(name, {})[1] == "new"
    assert client.get_alias(FunctionName=name, Name="live")["Description"] == ""
    mapping = client.get_event_source_mapping(UUID=outputs["Mapping"])
    assert (mapping["BatchSize"], mapping["FunctionResponseTypes"], mapping["State"]) == (10, [], "Disabled")

    cfn.delete_stack(StackName=name)
    settle(server, created["StackId"], "DELETE_COMPLETE")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_function(FunctionName=name)
    assert client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"] == []
    assert client.list_layer_versions(LayerName=name)["LayerVersions"] == []


def test_a_function_of_another_is_not_taken_for_the_stacks_own(server, functions, name):
    functions.make(name, {"app.py": "def handler(e, c): return 'mine'\n"})
    server.client("cloudformation").create_stack(
        StackName=name, TemplateBody=template(name, {"Function": {
            "Type": "AWS::Lambda::Function", "Properties": {
                "FunctionName": "NAME", "Runtime": "python3.12", "Handler": "index.handler",
                "Role": "arn:aws:iam::000000000000:role/r", "Code": {"ZipFile": "x = 1\n"}}}}))
    settle(server, name, "ROLLBACK_COMPLETE")
    assert functions.invoke(name, {})[1] == "mine"


@pytest.mark.parametrize("setting", ["VpcConfig", "KmsKeyArn", "SnapStart", "FileSystemConfigs", "ImageConfig",
                                     "CodeSigningConfigArn", "RuntimeManagementConfig", "RecursiveLoop"])
def test_a_property_without_effect_is_refused_by_name(server, name, setting):
    resources = {"Function": {"Type": "AWS::Lambda::Function", "Properties": {
        "Runtime": "python3.12", "Handler": "index.handler", "Role": "arn:aws:iam::000000000000:role/r",
        "Code": {"ZipFile": "x = 1\n"}, setting: {}}}}
    client = server.client("cloudformation")
    client.create_stack(StackName=name, TemplateBody=template(name, resources))
    settle(server, name, "ROLLBACK_COMPLETE")
    reasons = [event.get("ResourceStatusReason", "") for event in
               client.describe_stack_events(StackName=name)["StackEvents"]]
    assert any(setting in reason for reason in reasons), reasons


SERVERLESS = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Queue: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {name}}}}}
  Done: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {name}-done}}}}
  Function:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: {name}
      Runtime: python3.12
      Handler: index.handler
      InlineCode: |
        def handler(e, c): return ['{word}', c.function_version]
      AutoPublishAlias: live
      EventInvokeConfig:
        MaximumRetryAttempts: 0
        DestinationConfig: {{OnSuccess: {{Type: SQS, Destination: !GetAtt Done.Arn}}}}
      Events:
        Read: {{Type: SQS, Properties: {{Queue: !GetAtt Queue.Arn, BatchSize: 3}}}}
        Tick: {{Type: Schedule, Properties: {{Schedule: rate(1 hour), Enabled: false}}}}
"""


def test_events_of_a_serverless_function_call_its_alias(server, functions, name):
    cfn, client = server.client("cloudformation"), functions.client
    options = {"StackName": name, "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]}
    cfn.create_stack(TemplateBody=SERVERLESS.format(name=name, word="old"), **options)
    settle(server, name, "CREATE_COMPLETE")
    mapping, = client.list_event_source_mappings(FunctionName=name + ":live")["EventSourceMappings"]
    assert mapping["BatchSize"] == 3
    policy = json.loads(client.get_policy(FunctionName=name, Qualifier="live")["Policy"])
    assert policy["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}
    cfn.update_stack(TemplateBody=SERVERLESS.format(name=name, word="new"), **options)
    settle(server, name, "UPDATE_COMPLETE")
    assert functions.invoke(name, {}, Qualifier="live")[1] == ["new", "2"]
    assert functions.invoke(name, {}, Qualifier="1")[1] == ["old", "1"]
    functions.invoke(name, {}, Qualifier="live", InvocationType="Event")
    server.advance("PT5S")
    sqs = server.client("sqs")
    url = sqs.get_queue_url(QueueName=name + "-done")["QueueUrl"]
    record, = sqs.receive_message(QueueUrl=url)["Messages"]
    assert json.loads(record["Body"])["responsePayload"] == ["new", "2"]
