"""Functions as users write them with AWS Lambda Powertools: queues in batches, payments only once, an HTTP API."""

import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor, EventType, SqsFifoPartialProcessor, process_partial_response)
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer, IdempotencyConfig, idempotent)
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
app = APIGatewayRestResolver(strip_prefixes=["/v1"])
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handle(record):
    """One reading of a queue or of a table's stream; some are refused."""
    if hasattr(record, "dynamodb"):
        value = int(record.dynamodb.new_image["value"])
        key = f"stream-{value}"
    else:
        value = record.json_body["value"]
        key = f"{record.json_body['to']}-{value}"
    if value < 0:
        raise ValueError("a reading below zero")
    table.update_item(
        Key={"id": key}, UpdateExpression="ADD times :one", ExpressionAttributeValues={":one": 1})


def batch(event, context: LambdaContext):
    return process_partial_response(event, handle, BatchProcessor(EventType.SQS), context)


def ordered(event, context: LambdaContext):
    return process_partial_response(event, handle, SqsFifoPartialProcessor(), context)


def stream(event, context: LambdaContext):
    return process_partial_response(event, handle, BatchProcessor(EventType.DynamoDBStreams), context)


@idempotent(
    persistence_store=DynamoDBPersistenceLayer(table_name=os.environ["TABLE"]),
    config=IdempotencyConfig(event_key_jmespath="payment", payload_validation_jmespath="amount"))
def payment(event, context: LambdaContext):
    if event.get("fail"):
        raise RuntimeError("the bank is closed")
    logger.info("paying", extra={"payment": event["payment"]})
    table.update_item(
        Key={"id": f"paid-{event['payment']}"}, UpdateExpression="ADD times :one",
        ExpressionAttributeValues={":one": 1})
    return {"payment": event["payment"], "request": context.aws_request_id}


@app.get("/readings/<meter>")
def reading(meter: str):
    item = table.get_item(Key={"id": meter}).get("Item")
    if item is None:
        raise NotFoundError(f"no meter {meter}")
    return {"meter": meter, "value": int(item["value"]), "unit": app.current_event.query_string_parameters.get("unit")}


@app.post("/readings")
def store():
    body = app.current_event.json_body
    if "meter" not in body:
        raise BadRequestError("a meter is needed")
    table.put_item(Item={"id": body["meter"], "value": body["value"]})
    return Response(status_code=201, content_type="application/json", body="{}", headers={"X-Meter": body["meter"]})


@logger.inject_lambda_context
def api(event, context: LambdaContext):
    return app.resolve(event, context)
