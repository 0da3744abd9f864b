"""Handlers in Python, Node.js and of one's own, run for real."""

import base64
import json
import os

import pytest
from botocore.exceptions import ClientError


def test_a_python_handler_answers(functions, name):
    made = functions.make(name, {"app.py": "def handler(event, context):\n    return {'got': event}\n"})
    assert made["State"] == "Pending" and made["Version"] == "$LATEST"
    answer, value = functions.invoke(name, {"a": [1, "ä"]})
    assert value == {"got": {"a": [1, "ä"]}}
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST" and "FunctionError" not in answer


def test_a_python_error_is_reported_as_aws_reports_it(functions, name):
    functions.make(name, {"app.py": "def handler(event, context):\n    raise Exception('Handler fails')\n"})
    answer, error = functions.invoke(name, {})
    assert answer["FunctionError"] == "Unhandled"
    assert error["errorType"] == "Exception" and error["errorMessage"] == "Handler fails"
    assert error["requestId"] and "line 2, in handler" in error["stackTrace"][0]


def test_a_module_that_is_missing_is_named(functions, name):
    functions.make(name, {"other.py": ""})
    answer, error = functions.invoke(name, {})
    assert answer["FunctionError"] == "Unhandled"
    assert error["errorType"] == "Runtime.ImportModuleError"
    assert error["errorMessage"] == "Unable to import module 'app': No module named 'app'"


def test_a_handler_that_is_missing_is_named(functions, name):
    functions.make(name, {"app.py": ""})
    _, error = functions.invoke(name, {})
    assert error["errorType"] == "Runtime.HandlerNotFound"
    assert error["errorMessage"] == "Handler 'handler' missing on module 'app'"


def test_the_log_of_a_run_comes_with_the_answer(functions, name):
    functions.make(name, {"app.py": "def handler(event, context):\n    print('reading', 7)\n"})
    answer, _ = functions.invoke(name, {}, LogType="Tail")
    log = base64.b64decode(answer["LogResult"]).decode()
    lines = log.split("\n")
    request = answer["ResponseMetadata"]["RequestId"]
    assert lines[0] == f"START RequestId: {request} Version: $LATEST"
    assert lines[1] == "reading 7" and lines[2] == f"END RequestId: {request}"
    assert lines[3].startswith(f"REPORT RequestId: {request}\tDuration: ") and "Init Duration: " in lines[3]


def test_a_warm_worker_keeps_its_state(functions, name):
    functions.make(name, {"app.py": "n = 0\ndef handler(e, c):\n    global n\n    n += 1\n    return n\n"})
    assert [functions.invoke(name, {})[1] for _ in range(3)] == [1, 2, 3]


def test_a_function_that_takes_too_long_is_ended(functions, name):
    functions.make(name, {"app.py": "import time\ndef handler(e, c):\n    time.sleep(e)\n    return 'done'\n"}, Timeout=1)
    answer, error = functions.invoke(name, 5)
    assert answer["FunctionError"] == "Unhandled" and error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    assert functions.invoke(name, 0)[1] == "done"


def test_a_crash_fails_its_own_run_only(functions, name):
    functions.make(name, {"app.py": "import os\ndef handler(e, c):\n    if e: os._exit(3)\n    return 'well'\n"})
    answer, error = functions.invoke(name, True)
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")
    assert functions.invoke(name, False)[1] == "well"


def test_a_function_cannot_hold_more_than_its_memory(functions, name):
    code = "def handler(e, c):\n    held = []\n    while True: held.append(b'x' * 10000000)\n"
    functions.make(name, {"app.py": code}, MemorySize=128, Timeout=30)
    answer, error = functions.invoke(name, {})
    assert error["errorType"] == "Runtime.OutOfMemory"
    assert error["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")


@pytest.mark.parametrize("file,code", [
    ("app.js", "exports.handler = async (event) => ({ got: event.a });"),
    ("app.mjs", "export const handler = async (event) => ({ got: event.a });"),
    ("app.js", "exports.handler = (event, context, done) => setTimeout(() => done(null, { got: event.a }), 5);"),
    ("app.cjs", "exports.handler = (event, context) => context.succeed({ got: event.a });"),
])
def test_a_node_handler_answers(functions, name, file, code):
    functions.make(name, {file: code}, runtime="nodejs20.x")
    assert functions.invoke(name, {"a": 5})[1] == {"got": 5}
    assert functions.invoke(name, {"a": 6})[1] == {"got": 6}


def test_a_node_error_is_reported_as_aws_reports_it(functions, name):
    functions.make(name, {"app.js": "exports.handler = async () => { throw new TypeError('no'); };"}, runtime="nodejs22.x")
    answer, error = functions.invoke(name, {})
    assert answer["FunctionError"] == "Unhandled"
    assert (error["errorType"], error["errorMessage"]) == ("TypeError", "no") and error["trace"][0] == "TypeError: no"


BOOTSTRAP = """#!/bin/sh
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
while true; do
  event=$(curl -sS -D /tmp/head-$$ $api/next)
  id=$(grep -i lambda-runtime-aws-request-id /tmp/head-$$ | tr -d '\\r' | cut -d' ' -f2)
  curl -sS -X POST $api/$id/response -d "{\\"echo\\":$event,\\"handler\\":\\"$_HANDLER\\"}" > /dev/null
done
"""


def test_a_runtime_of_ones_own_answers(functions, name):
    functions.make(name, {"!bootstrap": BOOTSTRAP}, runtime="provided.al2023", handler="mine")
    assert functions.invoke(name, {"b": 1})[1] == {"echo": {"b": 1}, "handler": "mine"}


def test_the_environment_is_that_of_aws(functions, name):
    code = "import os\ndef handler(e, c):\n    return {k: os.environ.get(k) for k in e}\n"
    functions.make(name, {"app.py": code}, Environment={"Variables": {"MINE": "1"}}, MemorySize=256)
    _, value = functions.invoke(name, ["MINE", "AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_ENDPOINT_URL",
                                       "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "_HANDLER", "TZ", "AWS_SESSION_TOKEN"])
    assert value.pop("AWS_SESSION_TOKEN")
    assert value == {"MINE": "1", "AWS_REGION": "eu-central-1", "AWS_LAMBDA_FUNCTION_NAME": name,
                     "AWS_ENDPOINT_URL": functions.server.endpoint, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
                     "_HANDLER": "app.handler", "TZ": ":UTC"}


def test_invocations_beyond_the_reservation_are_throttled(functions, name):
    functions.make(name, {"app.py": "def handler(e, c): pass\n"})
    functions.client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    with pytest.raises(ClientError) as caught:
        functions.invoke(name, {})
    answer = caught.value.response
    assert answer["Error"]["Code"] == "TooManyRequestsException" and answer["Error"]["Message"] == "Rate Exceeded."
    assert answer["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 429


def test_a_payload_that_is_no_json_is_refused(functions, name):
    functions.make(name, {"app.py": "def handler(e, c): pass\n"})
    with pytest.raises(ClientError, match="InvalidRequestContentException.*Could not parse request body into json"):
        functions.client.invoke(FunctionName=name, Payload=b"{")


def test_events_are_tried_three_times(server, functions, name, tmp_path):
    marks = tmp_path / "marks"
    code = f"def handler(e, c):\n    open({str(marks)!r}, 'a').write(c.aws_request_id + '\\n')\n    raise ValueError('no')\n"
    functions.make(name, {"app.py": code})
    answer, _ = functions.invoke(name, {}, InvocationType="Event")
    assert answer["StatusCode"] == 202
    server.advance("PT1S")
    assert len(marks.read_text().split()) == 1
    server.advance("PT60S")
    server.advance("PT120S")
    server.advance("PT600S")
    tries = marks.read_text().split()
    assert len(tries) == 3 and len(set(tries)) == 1


@pytest.mark.parametrize("runtime,files,handler", [
    ("python3.12", {"app.py": "def handler(e, c): return 'here'\n"}, "app.handler"),
    ("provided.al2023", {"!bootstrap": BOOTSTRAP}, "any"),
], ids=["python", "own"])
def test_the_data_directory_may_be_named_relative_to_the_servers(
        own_server, make_functions, name, tmp_path, runtime, files, handler):
    functions = make_functions(own_server(data=os.path.relpath(tmp_path / "data")))
    functions.make(name, files, runtime=runtime, handler=handler)
    answer, _ = functions.invoke(name, {})
    assert "FunctionError" not in answer
