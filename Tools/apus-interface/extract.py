"""Reduces an installed botocore's model of a service to the facts Apus needs: Models/<service>.json.

Shapes, operations, bindings, constraints, errors and pagination of the operations in the overlay's scope; the names
alone of all others. No prose. The output depends on the model and the overlay only.
"""
import glob
import gzip
import json
import os
import sys

import botocore

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
DATA = os.path.join(os.path.dirname(botocore.__file__), "data")
METADATA = ("apiVersion", "awsQueryCompatible", "endpointPrefix", "jsonVersion", "protocol", "protocols",
            "serviceId", "signingName", "targetPrefix", "xmlNamespace")
OPERATION = ("authtype", "endpoint", "endpointoperation", "http", "httpChecksum", "idempotent",
             "requestcompression", "unsignedPayload", "targetPrefix")
SHAPE = ("box", "document", "enum", "error", "event", "eventstream", "exception", "fault", "flattened",
         "locationName", "max", "min", "pattern", "payload", "required", "sensitive", "streaming",
         "timestampFormat", "type", "union", "xmlNamespace")
REFERENCE = ("eventpayload", "flattened", "hostLabel", "idempotencyToken", "jsonvalue", "location",
             "locationName", "shape", "streaming", "timestampFormat", "xmlAttribute", "xmlNamespace")


def load(service, kind):
    """The newest version of a file of botocore's, or None."""
    for path in sorted(glob.glob(os.path.join(DATA, service, "*", kind + ".json*")), reverse=True)[:1]:
        with (gzip.open(path) if path.endswith(".gz") else open(path, "rb")) as file:
            return json.load(file)
    return None


def pick(facts, names):
    return {name: facts[name] for name in names if name in facts and facts[name] not in ({}, [], "")}


def reference(facts):
    return pick(facts, REFERENCE)


def shape(facts):
    result = pick(facts, SHAPE)
    if "members" in facts:
        result["members"] = {name: reference(member) for name, member in facts["members"].items()}
    for part in ("member", "key", "value"):
        if part in facts:
            result[part] = reference(facts[part])
    return result


def operation(facts):
    result = pick(facts, OPERATION)
    for part in ("input", "output"):
        if part in facts:
            result[part] = pick(facts[part], ("shape", "locationName", "resultWrapper", "xmlNamespace"))
    if facts.get("errors"):
        result["errors"] = [error["shape"] for error in facts["errors"]]
    return result


def reachable(model, names, extra):
    """The shapes that the operations use, directly or not."""
    found = set()
    waiting = list(extra)
    for name in names:
        facts = model["operations"][name]
        waiting += [facts[part]["shape"] for part in ("input", "output") if part in facts]
        waiting += [error["shape"] for error in facts.get("errors", [])]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        facts = model["shapes"][name]
        waiting += [member["shape"] for member in facts.get("members", {}).values()]
        waiting += [facts[part]["shape"] for part in ("member", "key", "value") if part in facts]
    return found


def streams_events(model, name):
    """Whether the operation's input or output is a stream of events, which Apus does not speak yet."""
    facts = model["operations"][name]
    for part in ("input", "output"):
        if part not in facts:
            continue
        for member in model["shapes"][facts[part]["shape"]].get("members", {}).values():
            if model["shapes"][member["shape"]].get("eventstream"):
                return True
    return False


def scope(model, overlay, service):
    names = overlay["operations"]
    if names == "*":
        names = list(model["operations"])
    unknown = sorted(set(names) - set(model["operations"]))
    if unknown:
        sys.exit(f"{service}: unknown operations {', '.join(unknown)}")
    return sorted(name for name in names if not streams_events(model, name))


def merge(model, other):
    """Adds the operations of another model, whose shapes of the same name are the same."""
    for name, facts in other["operations"].items():
        model["operations"][name] = {**facts, "targetPrefix": other["metadata"]["targetPrefix"]}
    for name, facts in other["shapes"].items():
        model["shapes"].setdefault(name, facts)


def line(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=True)


def extract(service):
    with open(os.path.join(ROOT, "Models", service + ".overlay.json")) as file:
        overlay = json.load(file)
    model = load(overlay.get("model", service), "service-2")
    if model is None:
        sys.exit(f"{service}: no such model in botocore")
    for other in overlay.get("also", []):
        merge(model, load(other, "service-2"))
    paginators = (load(overlay.get("model", service), "paginators-1") or {}).get("pagination", {})
    names = scope(model, overlay, service)
    # The order of members is a fact: it is the order in which clients write them.
    shapes = {name: shape(model["shapes"][name])
              for name in sorted(reachable(model, names, overlay.get("errorShapes", [])))}
    sections = {
        "metadata": pick(model["metadata"], METADATA),
        "otherOperations": sorted(set(model["operations"]) - set(names)),
    }
    if "awsQueryCompatible" in model["metadata"]:
        sections["metadata"]["awsQueryCompatible"] = True
    out = ["{"]
    out += [f"\"{name}\":{line(value)}," for name, value in sections.items()]
    for name, entries in (
        ("operations", {name: operation(model["operations"][name]) for name in names}),
        ("pagination", {name: paginators[name] for name in names if name in paginators}),
        ("shapes", shapes),
    ):
        rows = [f"{json.dumps(key)}:{ordered(value)}" for key, value in entries.items()]
        out.append(f"\"{name}\":{{")
        out.append(",\n".join(rows))
        out.append("}" if name == "shapes" else "},")
    out.append("}")
    with open(os.path.join(ROOT, "Models", service + ".json"), "w") as file:
        file.write("\n".join(out) + "\n")


def ordered(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


if __name__ == "__main__":
    services = sys.argv[1:] or sorted(
        os.path.basename(path).removesuffix(".overlay.json")
        for path in glob.glob(os.path.join(ROOT, "Models", "*.overlay.json")))
    for service in services:
        extract(service)
