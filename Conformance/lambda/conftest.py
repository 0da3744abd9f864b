"""Makes functions the way users do: an archive in the request, then waiting for the function to be active."""

import io
import json
import stat
import zipfile

import pytest


def archive(files):
    """A zip archive of texts by name; a name that begins with '!' is executable."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            info = zipfile.ZipInfo(name.lstrip("!"))
            info.external_attr = (stat.S_IFREG | (0o755 if name.startswith("!") else 0o644)) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, text)
    return out.getvalue()


class Functions:
    """Functions on one server."""

    def __init__(self, server):
        self.server = server
        self.client = server.client("lambda")

    def make(self, name, files, runtime="python3.12", handler="app.handler", **options):
        made = self.client.create_function(
            FunctionName=name, Runtime=runtime, Handler=handler, Role="arn:aws:iam::000000000000:role/runner",
            Code={"ZipFile": archive(files)}, **options)
        self.client.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
        return made

    def invoke(self, name, event=None, **options):
        answer = self.client.invoke(FunctionName=name, Payload=json.dumps(event), **options)
        text = answer["Payload"].read()
        return answer, json.loads(text) if text else None


@pytest.fixture
def functions(server):
    return Functions(server)


@pytest.fixture
def make_functions():
    return Functions


@pytest.fixture
def make_archive():
    return archive
