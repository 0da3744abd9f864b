"""A partner of its own account sends events to the bus that another account made for them."""

import json

SOURCE = "aws.partner/example.com/shop/orders"
CUSTOMER = "000000000000"


def test_a_partners_events_wait_for_nobody_and_survive_a_kill(own_server):
    server = own_server()
    # A key of twelve digits stands for the account of that number.
    partner = server.client("events", aws_access_key_id="999988887777")
    partner.create_partner_event_source(Name=SOURCE, Account=CUSTOMER)
    events, sqs = server.client("events"), server.client("sqs")
    assert [source["State"] for source in events.list_event_sources()["EventSources"]] == ["PENDING"]
    events.create_event_bus(Name=SOURCE, EventSourceName=SOURCE)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="r", EventBusName=SOURCE, EventPattern='{"detail-type":["order"]}')
    events.put_targets(Rule="r", EventBusName=SOURCE, Targets=[{"Id": "1", "Arn": arn}])
    put = partner.put_partner_events(Entries=[
        {"Source": SOURCE, "DetailType": "order", "Detail": json.dumps({"n": n})} for n in range(20)])
    assert put["FailedEntryCount"] == 0
    server.kill()
    server.start()
    sqs = server.client("sqs")
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
    assert sorted(event["detail"]["n"] for event in found) == list(range(20))
    assert {event["source"] for event in found} == {SOURCE}
    accounts = server.client("events", aws_access_key_id="999988887777").list_partner_event_source_accounts(
        EventSourceName=SOURCE)["PartnerEventSourceAccounts"]
    assert [(entry["Account"], entry["State"]) for entry in accounts] == [(CUSTOMER, "ACTIVE")]
