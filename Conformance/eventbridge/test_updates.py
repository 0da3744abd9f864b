"""Archives and API destinations are changed in place."""


def test_an_archive_is_changed(server, name):
    events = server.client("events")
    bus = events.create_event_bus(Name=name)["EventBusArn"]
    events.create_archive(ArchiveName=name, EventSourceArn=bus, RetentionDays=1)
    events.update_archive(
        ArchiveName=name, Description="kept longer", RetentionDays=9, EventPattern='{"source": ["meters"]}')
    found = events.describe_archive(ArchiveName=name)
    assert (found["RetentionDays"], found["Description"]) == (9, "kept longer")
    assert found["EventPattern"] == '{"source": ["meters"]}'


def test_an_api_destination_is_changed(server, name):
    events = server.client("events")
    connection = events.create_connection(
        Name=name, AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "secret"}})["ConnectionArn"]
    events.create_api_destination(
        Name=name, ConnectionArn=connection, InvocationEndpoint="https://127.0.0.1:9/a", HttpMethod="POST")
    events.update_api_destination(
        Name=name, InvocationEndpoint="https://127.0.0.1:9/b", HttpMethod="PUT", InvocationRateLimitPerSecond=7)
    found = events.describe_api_destination(Name=name)
    assert (found["InvocationEndpoint"], found["HttpMethod"]) == ("https://127.0.0.1:9/b", "PUT")
    assert found["InvocationRateLimitPerSecond"] == 7
