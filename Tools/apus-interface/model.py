"""The facts about a service with its overlay applied."""
import copy
import json
import os

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROTOCOLS = {"query": "awsQuery", "rest-json": "restJson", "rest-xml": "restXml", "smithy-rpc-v2-cbor": "rpcv2Cbor"}


def merge(base, patch):
    """Lays the patch over the base; null removes."""
    for key, value in patch.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = copy.deepcopy(value)
    return base


class Model:
    def __init__(self, service):
        self.service = service
        with open(os.path.join(ROOT, "Models", service + ".json")) as file:
            facts = json.load(file)
        with open(os.path.join(ROOT, "Models", service + ".overlay.json")) as file:
            self.overlay = json.load(file)
        self.metadata = facts["metadata"]
        self.operations = merge(facts["operations"], self.overlay.get("operationFacts", {}))
        self.pagination = facts["pagination"]
        self.other = facts["otherOperations"]
        self.shapes = merge(facts["shapes"], self.overlay.get("shapes", {}))
        self.module = self.overlay["module"]
        # Shapes that a library declares by hand under the same name, by the library that does.
        self.provided = self.overlay.get("provided", {})
        self.apply_errors()
        self.usage()

    @property
    def protocols(self):
        if "protocols" in self.overlay:
            return self.overlay["protocols"]
        name = self.metadata["protocol"]
        if name == "json":
            return ["awsJson" + self.metadata["jsonVersion"].replace(".", "_")]
        return [PROTOCOLS[name]]

    @property
    def keeps_member_names_in_json(self):
        """Whether wire names of the model hold for the query protocol alone."""
        return self.protocols[0].startswith("awsJson") or self.protocols[0] == "rpcv2Cbor"

    def apply_errors(self):
        self.default_messages = {}
        for name, facts in self.overlay.get("errors", {}).items():
            error = self.shapes.setdefault(name, {"type": "structure", "members": {"message": {"shape": "ApusText"}}})
            if "members" in facts:
                error["members"] = dict(error["members"], **facts["members"])
            self.shapes.setdefault("ApusText", {"type": "string"})
            error["exception"] = True
            spelled = error.setdefault("error", {})
            for key, target in (("code", "code"), ("queryCode", "queryCode"), ("status", "httpStatusCode")):
                if key in facts:
                    spelled[target] = facts[key]
            error["typeName"] = facts.get("name", name)
            if "message" in facts:
                self.default_messages[name] = facts["message"]

    def is_error(self, name):
        return self.shapes[name].get("exception", False)

    def targets(self, name):
        facts = self.shapes[name]
        found = [member["shape"] for member in facts.get("members", {}).values()]
        return found + [facts[part]["shape"] for part in ("member", "key", "value") if part in facts]

    def reach(self, name):
        found = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting += self.targets(current)
        return found

    def usage(self):
        """Which operations use a shape, and which shapes serve errors only."""
        self.users = {name: set() for name in self.shapes}
        for operation, facts in self.operations.items():
            for part in ("input", "output"):
                if part in facts:
                    for name in self.reach(facts[part]["shape"]):
                        self.users[name].add(operation)
        self.errors = sorted(name for name in self.shapes if self.is_error(name))
        self.error_shapes = set()
        for error in self.errors:
            for name in self.reach(error) - {error}:
                if not self.users[name]:
                    self.error_shapes.add(name)

    def is_structure(self, name):
        facts = self.shapes[name]
        return facts["type"] == "structure" and not facts.get("document")

    def is_union(self, name):
        return self.is_structure(name) and (
            self.shapes[name].get("union", False) or name in self.overlay.get("unions", []))

    def contains_itself(self, name):
        """Whether a structure reaches itself through structures alone, so that one of them must be boxed."""
        seen = set()
        waiting = [name]
        while waiting:
            for member in self.shapes[waiting.pop()].get("members", {}).values():
                target = member["shape"]
                if target == name:
                    return True
                if self.is_structure(target) and not self.is_union(target) and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return False

    def is_constrained(self, name):
        if self.overlay["validation"].split()[0] not in ("listed", "first"):
            return False
        for current in self.reach(name):
            facts = self.shapes[current]
            if any(key in facts for key in ("min", "max", "pattern", "enum")):
                return True
        return False
