"""Kombu, the messaging below Celery, which reads queues with an event loop and an HTTP client of its own."""

import queue
import socket
import urllib.parse

import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue


@pytest.fixture
def connect(live_server, name):
    """Makes connections whose queues begin with the test's name."""
    made = []

    def connect(**options):
        host = urllib.parse.urlparse(live_server.endpoint).netloc
        connection = Connection(f"sqs://test:test@{host}", transport_options={
            "region": "eu-central-1", "is_secure": False, "wait_time_seconds": 1, "polling_interval": 0.05,
            "visibility_timeout": 30, "queue_name_prefix": f"{name[-40:]}-", **options})
        made.append(connection)
        return connection

    yield connect
    for connection in made:
        connection.close()


def collect(connection, queues, count, handle=lambda message: message.ack(), first=lambda: None):
    """Consumes until so many messages were there; does first what needs the consumer to be there."""
    found = []

    def arrived(body, message):
        found.append(body)
        handle(message)

    with Consumer(connection, queues, callbacks=[arrived], accept=["json"]):
        first()
        for _ in range(10):
            if len(found) >= count:
                return found
            try:
                connection.drain_events(timeout=2)
            except socket.timeout:
                pass
    return found


def test_a_simple_queue(connect):
    simple = connect().SimpleQueue("simple")
    for number in range(5):
        simple.put({"number": number, "text": "Zähler <&> 漢字"})
    found = []
    for _ in range(5):
        message = simple.get(timeout=5)
        assert message.payload["text"] == "Zähler <&> 漢字"
        found.append(message.payload["number"])
        message.ack()
    assert sorted(found) == [0, 1, 2, 3, 4]
    with pytest.raises(queue.Empty):
        simple.get(block=False)
    simple.close()


def test_topic_exchanges_and_messages_that_return(connect):
    exchange = Exchange("readings", type="topic")
    high, every = Queue("high", exchange, routing_key="*.high"), Queue("every", exchange, routing_key="#")
    connection = connect()
    producer = Producer(connection.channel())
    for queue_ in (high, every):
        queue_(connection.channel()).declare()
    for key in ("m1.high", "m1.low", "m2.high"):
        producer.publish(key, exchange=exchange, routing_key=key, serializer="json")
    assert sorted(collect(connection, [high], 2)) == ["m1.high", "m2.high"]
    assert sorted(collect(connection, [every], 3)) == ["m1.high", "m1.low", "m2.high"]


def test_a_message_that_is_given_back_returns(connect):
    connection = connect()
    readings = Queue("readings", Exchange("readings", type="direct"), routing_key="readings")
    readings(connection.channel()).declare()
    Producer(connection.channel()).publish(
        "one", exchange=readings.exchange, routing_key="readings", serializer="json")
    receives = []

    def give_back_once(message):
        attributes = message.delivery_info["sqs_message"]["Attributes"]
        receives.append(attributes["ApproximateReceiveCount"])
        message.requeue() if len(receives) == 1 else message.ack()

    options = {"fetch_message_attributes": ["ApproximateReceiveCount"]}
    connection.transport_options.update(options)
    assert collect(connection, [readings], 2, give_back_once) == ["one", "one"]
    assert receives == ["1", "2"]


def test_a_fifo_queue_keeps_the_order(connect):
    connection = connect()
    ordered = Queue("ordered.fifo", Exchange("ordered.fifo", type="direct"), routing_key="ordered.fifo")
    producer = Producer(connection.channel())
    ordered(connection.channel()).declare()
    for number in range(25):
        producer.publish(
            {"number": number}, exchange=ordered.exchange, routing_key="ordered.fifo", serializer="json",
            MessageGroupId="meter", MessageDeduplicationId=str(number))
    assert [body["number"] for body in collect(connection, [ordered], 25)] == list(range(25))


def test_a_fanout_exchange_is_a_topic(connect, live_server, name):
    connection = connect(supports_fanout=True)
    exchange = Exchange(f"news-{name[-20:]}", type="fanout")
    queues = [Queue("one", exchange), Queue("two", exchange)]
    for queue_ in queues:
        queue_(connection.channel()).declare()
    producer = Producer(connection.channel())

    def publish():  # a queue is subscribed when its consumer comes
        producer.publish("for all", exchange=exchange, routing_key="", serializer="json")

    assert collect(connection, queues, 2, first=publish) == ["for all", "for all"]
    topics = live_server.client("sns").list_topics()["Topics"]
    assert any(exchange.name in topic["TopicArn"] for topic in topics)
