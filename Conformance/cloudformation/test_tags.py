"""Tags of a template and of its stack on every kind of resource that takes some: set, changed, taken off."""
import json

import pytest

TRUST = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}


def pairs(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def template(tags):
    def resource(kind, properties, mapped=False):
        return {"Type": f"AWS::{kind}", "Properties": {**properties, "Tags": tags if mapped else pairs(tags)}}

    resources = {
        "Queue": resource("SQS::Queue", {}),
        "Topic": resource("SNS::Topic", {}),
        "Table": resource("DynamoDB::Table", {
            "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}),
        "Group": resource("Logs::LogGroup", {}),
        "Role": resource("IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
        "Function": resource("Lambda::Function", {
            "Runtime": "python3.11", "Handler": "index.handler", "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Code": {"ZipFile": "def handler(event, context): return event"}}),
        "Bucket": resource("S3::Bucket", {}),
        "Bus": resource("Events::EventBus", {"Name": {"Fn::Sub": "${AWS::StackName}"}}),
        "Rule": resource("Events::Rule", {"EventPattern": {"source": ["a"]}}),
        "Schedules": resource("Scheduler::ScheduleGroup", {}),
        "Registry": resource("EventSchemas::Registry", {}),
        "Api": resource("ApiGateway::RestApi", {"Name": "tagged"}),
        "Key": resource("ApiGateway::ApiKey", {}),
        "Plan": resource("ApiGateway::UsagePlan", {}),
        "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
            "HttpMethod": "GET", "AuthorizationType": "NONE", "Integration": {"Type": "MOCK"}}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "Method",
                       "Properties": {"RestApiId": {"Ref": "Api"}}},
        "Stage": resource("ApiGateway::Stage", {
            "RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "prod"}),
    }
    outputs = {"RuleArn": {"Value": {"Fn::GetAtt": ["Rule", "Arn"]}},
               "TableArn": {"Value": {"Fn::GetAtt": ["Table", "Arn"]}},
               "BusArn": {"Value": {"Fn::GetAtt": ["Bus", "Arn"]}},
               "FunctionArn": {"Value": {"Fn::GetAtt": ["Function", "Arn"]}},
               "SchedulesArn": {"Value": {"Fn::GetAtt": ["Schedules", "Arn"]}}}
    return json.dumps({"Resources": resources, "Outputs": outputs})


def present(server, stack):
    """The tags that each service tells of its resource."""
    cfn = server.client("cloudformation")
    ids = {resource["LogicalResourceId"]: resource["PhysicalResourceId"]
           for resource in cfn.describe_stack_resources(StackName=stack)["StackResources"]}
    arns = {output["OutputKey"]: output["OutputValue"]
            for output in cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]}
    gateway, region = server.client("apigateway"), server.client("sqs").meta.region_name
    paths = {"Api": f"/restapis/{ids['Api']}", "Stage": f"/restapis/{ids['Api']}/stages/prod",
             "Key": f"/apikeys/{ids['Key']}", "Plan": f"/usageplans/{ids['Plan']}"}
    found = {name: gateway.get_tags(resourceArn=f"arn:aws:apigateway:{region}::{path}")["tags"]
             for name, path in paths.items()}
    events, group = server.client("events"), server.client("logs").describe_log_groups(
        logGroupNamePrefix=ids["Group"])["logGroups"][0]["logGroupArn"]
    listed = {
        "Topic": server.client("sns").list_tags_for_resource(ResourceArn=ids["Topic"])["Tags"],
        "Table": server.client("dynamodb").list_tags_of_resource(ResourceArn=arns["TableArn"])["Tags"],
        "Role": server.client("iam").list_role_tags(RoleName=ids["Role"])["Tags"],
        "Bucket": server.client("s3").get_bucket_tagging(Bucket=ids["Bucket"])["TagSet"],
        "Bus": events.list_tags_for_resource(ResourceARN=arns["BusArn"])["Tags"],
        "Rule": events.list_tags_for_resource(ResourceARN=arns["RuleArn"])["Tags"],
        "Schedules": server.client("scheduler").list_tags_for_resource(ResourceArn=arns["SchedulesArn"])["Tags"],
    }
    return {
        **found, **{name: {tag["Key"]: tag["Value"] for tag in tags} for name, tags in listed.items()},
        "Queue": server.client("sqs").list_queue_tags(QueueUrl=ids["Queue"])["Tags"],
        "Group": server.client("logs").list_tags_for_resource(resourceArn=group)["tags"],
        "Function": server.client("lambda").list_tags(Resource=arns["FunctionArn"])["Tags"],
        "Registry": server.client("schemas").list_tags_for_resource(ResourceArn=ids["Registry"])["Tags"],
    }


def test_an_update_changes_the_tags_of_every_resource(own_server):
    server, stack = own_server(), "tagged"
    cfn = server.client("cloudformation")
    cfn.create_stack(StackName=stack, TemplateBody=template({"kept": "old", "gone": "1"}),
                     Tags=pairs({"stack": "mine"}), Capabilities=["CAPABILITY_IAM"])
    cfn.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    before = present(server, stack)
    assert {kind: own(tags) for kind, tags in before.items()} == {
        kind: {"kept": "old", "gone": "1", "stack": "mine"} for kind in before}
    cfn.update_stack(StackName=stack, TemplateBody=template({"kept": "new", "more": "2"}),
                     Tags=pairs({"stack": "yours"}), Capabilities=["CAPABILITY_IAM"])
    cfn.get_waiter("stack_update_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    after = present(server, stack)
    assert {kind: own(tags) for kind, tags in after.items()} == {
        kind: {"kept": "new", "more": "2", "stack": "yours"} for kind in before}


def own(tags):
    """Without those that CloudFormation sets itself."""
    return {key: value for key, value in tags.items() if not key.startswith("aws:")}


def test_tags_of_an_api_are_set_and_taken_off(server):
    gateway = server.client("apigateway")
    api = gateway.create_rest_api(name="tags")["id"]
    arn = f"arn:aws:apigateway:{gateway.meta.region_name}::/restapis/{api}"
    gateway.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
    gateway.tag_resource(resourceArn=arn, tags={"b": "3"})
    assert gateway.get_rest_api(restApiId=api)["tags"] == {"a": "1", "b": "3"}
    gateway.untag_resource(resourceArn=arn, tagKeys=["a", "never"])
    assert gateway.get_tags(resourceArn=arn)["tags"] == {"b": "3"}
    for wrong in ({"aws:x": "1"}, {f"k{n}": "v" for n in range(50)}):
        with pytest.raises(gateway.exceptions.BadRequestException):
            gateway.tag_resource(resourceArn=arn, tags=wrong)
    with pytest.raises(gateway.exceptions.NotFoundException):
        gateway.get_tags(resourceArn=arn + "0")
    with pytest.raises(gateway.exceptions.BadRequestException):
        gateway.get_tags(resourceArn="arn:aws:sqs:eu-central-1:000000000000:q")
