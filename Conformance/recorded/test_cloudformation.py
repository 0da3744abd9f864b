"""Refusals of stacks and change sets, as AWS was recorded to word them."""

import json

import pytest


@pytest.fixture
def recorded(recordings):
    return recordings("cloudformation")


@pytest.fixture
def client(server):
    return server.client("cloudformation")


def test_stacks_that_are_not(client, recorded):
    recorded.fails("test_describe_change_set_nonexisting", "exception", client.describe_change_set,
                   StackName="somestack", ChangeSetName="someset")
    recorded.fails("test_describe_stack_events_errors", "describe_stack_events_stack_not_found",
                   client.describe_stack_events, StackName="does-not-exist")
    recorded.fails("test_get_template_missing_resources_stack", "stack-error", client.get_template,
                   StackName="does-not-exist")


def test_templates_that_are_wrong(client, recorded, name):
    topic = {"Type": "AWS::SNS::Topic"}
    recorded.fails("test_invalid_logical_resource_id", "error", client.create_change_set,
                   StackName=name, ChangeSetName="c", ChangeSetType="CREATE",
                   TemplateBody=json.dumps({"Resources": {"my-bad-resource-id": topic}}))
    template = {"Parameters": {"Value": {"Type": "Number"}}, "Resources": {"Topic": topic}}
    recorded.fails("TestChangeSetParameters::test_invalid_parameter_type", "error", client.create_change_set,
                   StackName=name, ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=json.dumps(template),
                   Parameters=[{"ParameterKey": "Value", "ParameterValue": "abc"}])


def test_mappings_that_hold_no_such_key(client, recorded, name):
    template = {"Mappings": {"TopicSuffixMap": {"A": {"Suffix": "a"}}},
                "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {
                    "DisplayName": {"Fn::FindInMap": ["TopicSuffixMap", "A", "NotValid"]}}}}}
    recorded.fails("TestCloudFormationMappings::test_async_mapping_error_second_level_v2", "error",
                   client.create_change_set, StackName=name, ChangeSetName="c", ChangeSetType="CREATE",
                   TemplateBody=json.dumps(template))
    template["Resources"]["Topic"]["Properties"]["DisplayName"]["Fn::FindInMap"] = ["TopicSuffixMap", "C", "Suffix"]
    recorded.fails("TestCloudFormationMappings::test_mapping_with_nonexisting_key", "mapping_nonexisting_key_exc",
                   client.create_change_set, StackName=name, ChangeSetName="c", ChangeSetType="CREATE",
                   TemplateBody=json.dumps(template))
