"""Topics and subscriptions of templates."""
import json

import botocore.exceptions


def wait(cloudformation, what, name):
    cloudformation.get_waiter(what).wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def template(**properties):
    return json.dumps({
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": properties}},
        "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}, "Same": {"Value": {"Fn::GetAtt": ["Topic", "TopicArn"]}},
                    "Name": {"Value": {"Fn::GetAtt": ["Topic", "TopicName"]}}}})


def test_a_topic_of_a_template_has_its_key_and_its_subscriptions(server, name):
    cloudformation, sns = server.client("cloudformation"), server.client("sns")
    text = {"Protocol": "sms", "Endpoint": 15551234567}
    cloudformation.create_stack(StackName=name, TemplateBody=template(
        TopicName=name, KmsMasterKeyId="alias/aws/sns", Subscription=[text]))
    wait(cloudformation, "stack_create_complete", name)
    outputs = {entry["OutputKey"]: entry["OutputValue"]
               for entry in cloudformation.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]}
    arn = outputs["Arn"]
    assert outputs["Same"] == arn and outputs["Name"] == name
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["KmsMasterKeyId"] == "alias/aws/sns"
    found = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert [(entry["Protocol"], entry["Endpoint"]) for entry in found] == [("sms", "15551234567")]
    other = {"Protocol": "sms", "Endpoint": "+15557654321"}
    cloudformation.update_stack(StackName=name, TemplateBody=template(TopicName=name, Subscription=[other]))
    wait(cloudformation, "stack_update_complete", name)
    assert "KmsMasterKeyId" not in sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    found = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert [entry["Endpoint"] for entry in found] == ["+15557654321"]
    cloudformation.delete_stack(StackName=name)
    wait(cloudformation, "stack_delete_complete", name)
    assert arn not in [entry["TopicArn"] for entry in sns.list_topics()["Topics"]]


def test_a_template_does_not_take_over_a_topic_of_somebody_else(server, name):
    cloudformation, sns = server.client("cloudformation"), server.client("sns")
    arn = sns.create_topic(Name=name)["TopicArn"]
    cloudformation.create_stack(StackName=name, TemplateBody=template(TopicName=name))
    try:
        wait(cloudformation, "stack_create_complete", name)
        raise AssertionError("the stack was made")
    except botocore.exceptions.WaiterError:
        pass
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    assert any("already exists" in event.get("ResourceStatusReason", "") for event in events)
    cloudformation.delete_stack(StackName=name)
    wait(cloudformation, "stack_delete_complete", name)
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["TopicArn"] == arn
