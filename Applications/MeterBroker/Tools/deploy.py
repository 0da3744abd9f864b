"""Deploys the meter broker with its template, on AWS or on anything that answers as AWS does.

    deploy.py --endpoint http://127.0.0.1:4566 --binary .build/release/meter-broker --setup .apus/meter-broker.json

Uploads the functions' binary, creates or updates the stack and shows its events, makes an API key for each
participant of the simulation, and writes down where everything is. Run again, it changes what has changed.
"""

import argparse
import hashlib
import io
import json
import os
import pathlib
import sys
import time
import zipfile

import boto3
import botocore.config
import botocore.exceptions

TEMPLATE = pathlib.Path(__file__).resolve().parent.parent / "template.yaml"

PARTICIPANTS = [
    ("1000000001", "Northern Data", "DC", "sender"),
    ("1000000002", "Meridian Reads", "DC", "sender"),
    ("1000000011", "Brightspark", "SUP", "quick"),
    ("1000000012", "Green Kettle", "SUP", "quick"),
    ("1000000013", "Slowcoach Energy", "SUP", "slow"),
    ("1000000014", "Flaky Power", "SUP", "failing"),
    ("1000000015", "Often Away", "SUP", "away"),
    ("1000000016", "Pull & Sons", "SUP", "puller"),
    ("1000000021", "Eastern Grid", "DIS", "quick"),
    ("1000000031", "Settlement", "HUB", "quick"),
    ("1000000041", "Aggregator", "DA", "quick"),
]
FIRST_PORT = 46610


def client(service, endpoint=None, region=None):
    config = botocore.config.Config(
        retries={"max_attempts": 3}, read_timeout=120, s3={"addressing_style": "path"})
    options = {"endpoint_url": endpoint, "region_name": region or os.environ.get("AWS_REGION", "eu-central-1")}
    if endpoint and not os.environ.get("AWS_ACCESS_KEY_ID"):
        options |= {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client(service, config=config, **options)


def archive(binary):
    """The binary as the functions' archive: the same binary always gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        entry = zipfile.ZipInfo("bootstrap", (2026, 1, 1, 0, 0, 0))
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        file.writestr(entry, pathlib.Path(binary).read_bytes())
    return buffer.getvalue()


def upload(s3, bucket, binary, say):
    try:
        s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
    except botocore.exceptions.ClientError as error:
        if error.response["Error"]["Code"] not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
            raise
    body = archive(binary)
    key = f"meter-broker-{hashlib.sha256(body).hexdigest()[:16]}.zip"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except botocore.exceptions.ClientError:
        say(f"uploading the functions, {len(body) / 1e6:.1f} MB")
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    return key


def show_events(cloudformation, stack, seen, say):
    for event in reversed(cloudformation.describe_stack_events(StackName=stack)["StackEvents"]):
        if event["EventId"] in seen:
            continue
        seen.add(event["EventId"])
        reason = event.get("ResourceStatusReason", "")
        status = event["ResourceStatus"]
        if status.endswith(("_COMPLETE", "_FAILED")):
            say(f"  {status:<22} {event['LogicalResourceId']}  {reason}".rstrip())


def outputs(cloudformation, stack):
    found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def deploy(cloudformation, stack, parameters, say):
    """Creates or updates the stack and waits for it; answers its outputs."""
    arguments = {
        "StackName": stack, "TemplateBody": TEMPLATE.read_text(),
        "Parameters": [{"ParameterKey": k, "ParameterValue": str(v)} for k, v in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    seen = set()
    try:
        status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        show_events(cloudformation, stack, seen, lambda line: None)
    except botocore.exceptions.ClientError:
        status = None
    if status in ("ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED"):
        cloudformation.delete_stack(StackName=stack)
        cloudformation.get_waiter("stack_delete_complete").wait(
            StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        status, seen = None, set()
    try:
        if status is None:
            cloudformation.create_stack(**arguments)
        elif not status.endswith("IN_PROGRESS"):
            cloudformation.update_stack(**arguments)
    except botocore.exceptions.ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise
        return outputs(cloudformation, stack)
    while True:
        status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        show_events(cloudformation, stack, seen, say)
        if not status.endswith("IN_PROGRESS"):
            break
        time.sleep(0.3)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise SystemExit(f"The stack {stack} ended as {status}.")
    return outputs(cloudformation, stack)


def make_key(gateway, name, plan, known):
    """The API key of this name, made and added to the plan if it is not there; its id and value."""
    if name in known:
        return known[name]
    key = gateway.create_api_key(name=name, enabled=True)
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    return {"keyID": key["id"], "key": gateway.get_api_key(apiKey=key["id"], includeValue=True)["value"]}


def api_base(endpoint, outputs):
    if not endpoint:
        return outputs["ApiUrl"]
    return f"{endpoint}/restapis/{outputs['ApiId']}/{outputs['StageName']}/_user_request_"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--endpoint", default=os.environ.get("AWS_ENDPOINT_URL"))
    parser.add_argument("--stack", default="meter-broker")
    parser.add_argument("--bucket", default="meter-broker-code")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--setup", required=True, help="file to write down where everything is")
    parser.add_argument("--first-port", type=int, default=FIRST_PORT, help="of the ports of the participants' webhooks")
    parser.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()

    def say(line):
        print(line, flush=True)

    key = upload(client("s3", options.endpoint), options.bucket, options.binary, say)
    parameters = {"CodeBucket": options.bucket, "CodeKey": key}
    parameters |= dict(parameter.split("=", 1) for parameter in options.parameter)
    say(f"deploying the stack {options.stack}")
    found = deploy(client("cloudformation", options.endpoint), options.stack, parameters, say)

    path = pathlib.Path(options.setup)
    before = json.loads(path.read_text()) if path.exists() else {}
    known = {entry["name"]: entry for entry in before.get("participants", [])}
    if before.get("outputs", {}).get("ApiId") != found["ApiId"]:
        known = {}
    gateway = client("apigateway", options.endpoint)
    participants = []
    for index, (identifier, name, role, behaviour) in enumerate(PARTICIPANTS):
        entry = make_key(gateway, name, found["ParticipantPlanId"], known)
        entry = {"keyID": entry["keyID"], "key": entry["key"]}
        entry |= {"id": identifier, "name": name, "role": role, "behaviour": behaviour}
        if behaviour not in ("sender", "puller"):
            entry["port"] = options.first_port + index
        participants.append(entry)
    setup = {
        "api": api_base(options.endpoint, found),
        "operatorKey": gateway.get_api_key(apiKey=found["OperatorKeyId"], includeValue=True)["value"],
        "participants": participants, "outputs": found,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(setup, indent=1))
    say(f"the broker answers at {setup['api']}")


if __name__ == "__main__":
    sys.exit(main())
