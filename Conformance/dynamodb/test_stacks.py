"""Tables of templates: deployed, given indexes and expiry, and finished by a server that was killed in between."""

import time

import pytest

TABLE = """
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: p, AttributeType: S}}{definitions}]
      KeySchema: [{{AttributeName: p, KeyType: HASH}}]
{more}
Outputs:
  Name: {{Value: !Ref Orders}}
  Arn: {{Value: !GetAtt Orders.Arn}}
"""
INDEXED = """
      GlobalSecondaryIndexes:
        - {IndexName: by-a, KeySchema: [{AttributeName: a, KeyType: HASH}], Projection: {ProjectionType: ALL}}
        - {IndexName: by-b, KeySchema: [{AttributeName: b, KeyType: HASH}], Projection: {ProjectionType: KEYS_ONLY}}
      TimeToLiveSpecification: {Enabled: true, AttributeName: until}
      Tags: [{Key: team, Value: blue}]
"""
DEFINITIONS = ", {AttributeName: a, AttributeType: S}, {AttributeName: b, AttributeType: N}"


def outputs(cfn, name):
    stack = cfn.describe_stacks(StackName=name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def finish(server, cfn, name, status):
    """Moves the virtual clock, if there is one, until the stack rests."""
    for _ in range(200):
        found = cfn.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        if not found.endswith("IN_PROGRESS"):
            break
        if "virtual" in server.arguments:
            server.advance("PT1S")
        else:
            time.sleep(0.1)
    assert found == status, [
        event.get("ResourceStatusReason") for event in cfn.describe_stack_events(StackName=name)["StackEvents"]]


def test_a_table_gets_indexes_expiry_and_tags_and_loses_them(server, name):
    cfn, dynamodb = server.client("cloudformation"), server.client("dynamodb")
    cfn.create_stack(StackName=name, TemplateBody=TABLE.format(definitions="", more=""))
    finish(server, cfn, name, "CREATE_COMPLETE")
    table = outputs(cfn, name)["Name"]
    for number in range(30):
        dynamodb.put_item(TableName=table, Item={
            "p": {"S": f"k{number}"}, "a": {"S": "same"}, "b": {"N": str(number % 2)}})
    cfn.update_stack(StackName=name, TemplateBody=TABLE.format(definitions=DEFINITIONS, more=INDEXED))
    finish(server, cfn, name, "UPDATE_COMPLETE")
    described = dynamodb.describe_table(TableName=table)["Table"]
    assert described["TableArn"] == outputs(cfn, name)["Arn"]
    assert {(i["IndexName"], i["IndexStatus"], i["ItemCount"]) for i in described["GlobalSecondaryIndexes"]} == {
        ("by-a", "ACTIVE", 30), ("by-b", "ACTIVE", 30)}
    found = dynamodb.query(TableName=table, IndexName="by-b", KeyConditionExpression="b = :b",
                           ExpressionAttributeValues={":b": {"N": "1"}})
    assert found["Count"] == 15
    expiry = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}
    tags = dynamodb.list_tags_of_resource(ResourceArn=described["TableArn"])["Tags"]
    assert {"Key": "team", "Value": "blue"} in tags
    cfn.update_stack(StackName=name, TemplateBody=TABLE.format(definitions="", more=""))
    finish(server, cfn, name, "UPDATE_COMPLETE")
    described = dynamodb.describe_table(TableName=table)["Table"]
    assert "GlobalSecondaryIndexes" not in described and described["ItemCount"] == 30
    assert dynamodb.describe_time_to_live(
        TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED"
    cfn.delete_stack(StackName=name)
    server.advance("PT5S")
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        dynamodb.describe_table(TableName=table)


def test_a_table_that_is_there_is_not_taken_over(server, name):
    cfn, dynamodb = server.client("cloudformation"), server.client("dynamodb")
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "x", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "x", "AttributeType": "S"}])
    cfn.create_stack(
        StackName=name, TemplateBody=TABLE.format(definitions="", more=f"      TableName: {name}"))
    finish(server, cfn, name, "ROLLBACK_COMPLETE")
    assert dynamodb.describe_table(TableName=name)["Table"]["KeySchema"][0]["AttributeName"] == "x"


def test_a_killed_server_finishes_its_tables(own_server, name):
    server = own_server()
    cfn = server.client("cloudformation")
    one = TABLE.format(definitions=DEFINITIONS, more=INDEXED).split("Outputs:")[0]
    declaration = one.split("  Orders:\n")[1]
    template = "Resources:\n" + "".join(
        f"  T{index}:\n" + (f"    DependsOn: T{index - 1}\n" if index else "") + declaration
        for index in range(40))
    cfn.create_stack(StackName=name, TemplateBody=template)
    for _ in range(4):
        time.sleep(0.03)
        server.kill()
        server.start()
    cfn, dynamodb = server.client("cloudformation"), server.client("dynamodb")
    finish(server, cfn, name, "CREATE_COMPLETE")
    pages = cfn.get_paginator("list_stack_resources").paginate(StackName=name)
    made = [resource["PhysicalResourceId"] for page in pages for resource in page["StackResourceSummaries"]]
    tables = [table for page in dynamodb.get_paginator("list_tables").paginate() for table in page["TableNames"]]
    assert sorted(made) == sorted(tables) and len(made) == 40
    for table in made:
        assert dynamodb.describe_time_to_live(
            TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
