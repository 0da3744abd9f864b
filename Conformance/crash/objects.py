"""Clients of S3 that remember what was acknowledged, and the audit of what a server kept.

Every key has one writer, so that what may stand there is known: the last acknowledged state, or one of those
whose answer was cut off. The only keys with many writers are those of conditional writes, where at most one wins.
"""

import base64
import http.client
import random
import threading
import urllib.parse
import xml.etree.ElementTree
import zlib

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0")
SIZES = [0, 700, 70_000, 200_000]
KEYS = 12
PART = 5 << 20
NOTHING = None


def content(seed):
    """The bytes of an object, made of its number."""
    chance = random.Random(seed)
    return chance.randbytes(chance.choice(SIZES))


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:300]}")
        self.status = status


class Client:
    """One kept-alive connection. A lost connection raises OSError: the outcome is unknown."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def request(self, method, path, query="", body=b"", allowed=(200, 204), **headers):
        fields = {"Authorization": AUTHORIZATION, **{k.replace("_", "-"): v for k, v in headers.items()}}
        try:
            self.connection.request(method, "/" + urllib.parse.quote(path) + (f"?{query}" if query else ""), body, fields)
            answer = self.connection.getresponse()
            data = answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        if answer.status not in allowed:
            raise Refused(answer.status, data)
        return answer, data

    def put(self, path, data, **headers):
        checksum = base64.b64encode(zlib.crc32(data).to_bytes(4)).decode()
        return self.request("PUT", path, body=data, x_amz_checksum_crc32=checksum, **headers)[0]

    def get(self, path, query=""):
        """Bytes, or nothing when there is no such object; the checksum is compared."""
        answer, data = self.request("GET", path, query, allowed=(200, 404), x_amz_checksum_mode="ENABLED")
        if answer.status == 404:
            return NOTHING
        stated = answer.getheader("x-amz-checksum-crc32")
        if stated and "-" not in stated and stated != base64.b64encode(zlib.crc32(data).to_bytes(4)).decode():
            raise Refused(200, f"{path}: checksum {stated} does not fit the bytes".encode())
        return data


class Ledger:
    def __init__(self):
        self.lock = threading.Lock()
        # Unversioned keys: the states that may stand there; None is absence.
        self.states = {}
        # Versioned ones: (key, version) of what was acknowledged, with its number; None is a delete marker.
        self.kept, self.removed, self.doubtful_removals, self.doubtful = {}, set(), set(), {}
        self.winners, self.contenders = {}, {}
        self.counted, self.count_doubtful = 0, 0
        self.uploads, self.ended = {}, set()
        self.faults, self.operations, self.seed = [], 0, 0

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def number(self):
        with self.lock:
            self.seed += 1
            self.operations += 1
            return self.seed

    def attempt(self, path, state):
        with self.lock:
            self.states.setdefault(path, {NOTHING}).add(state)

    def acknowledge(self, path, state):
        with self.lock:
            self.states[path] = {state}


def write_plain(client, ledger, name, stop, chance):
    while not stop.is_set():
        path, seed, action = f"plain/{name}-{chance.randrange(KEYS)}", ledger.number(), chance.random()
        if action < 0.2:
            ledger.attempt(path, NOTHING)
            client.request("DELETE", path)
            ledger.acknowledge(path, NOTHING)
        elif action < 0.3 and len(ledger.states.get(source := f"plain/{name}-0", {NOTHING})) == 1:
            state = next(iter(ledger.states.get(source, {NOTHING})))
            if state is NOTHING or path == source:
                continue
            ledger.attempt(path, state)
            client.request("PUT", path, x_amz_copy_source="/" + source)
            ledger.acknowledge(path, state)
        else:
            ledger.attempt(path, seed)
            client.put(path, content(seed))
            ledger.acknowledge(path, seed)
            if chance.random() < 0.2 and client.get(path) != content(seed):
                ledger.fault(f"{path} does not read as it was written")


def write_versions(client, ledger, name, stop, chance):
    own = []
    while not stop.is_set():
        key, seed, action = f"{name}-{chance.randrange(KEYS)}", ledger.number(), chance.random()
        if action < 0.2 and own:
            where = own.pop(chance.randrange(len(own)))
            with ledger.lock:
                ledger.doubtful_removals.add(where)
            client.request("DELETE", f"versioned/{where[0]}", f"versionId={where[1]}")
            with ledger.lock:
                ledger.removed.add(where)
                ledger.doubtful_removals.discard(where)
                ledger.kept.pop(where)
            continue
        state = NOTHING if action < 0.35 else seed
        with ledger.lock:
            ledger.doubtful.setdefault(key, set()).add(state)
        if state is NOTHING:
            version = client.request("DELETE", f"versioned/{key}")[0].getheader("x-amz-version-id")
        else:
            version = client.put(f"versioned/{key}", content(seed)).getheader("x-amz-version-id")
        with ledger.lock:
            ledger.kept[key, version] = state
            if state is not NOTHING:
                ledger.doubtful[key].discard(state)
        own.append((key, version))


def race(client, ledger, name, stop, chance):
    """Many writers create the same keys if they are not there, and count together by comparing tags."""
    number = 0
    while not stop.is_set():
        seed, path = ledger.number(), f"plain/race-{name.split('r')[1].split('-')[0]}-{number}"
        number += 1
        with ledger.lock:
            ledger.contenders.setdefault(path, set()).add(seed)
        answer = client.request(
            "PUT", path, body=content(seed), allowed=(200, 412, 409), If_None_Match="*")[0]
        if answer.status == 200:
            with ledger.lock:
                if path in ledger.winners:
                    ledger.faults.append(f"{path} was won twice")
                ledger.winners[path] = seed
        answer, data = client.request("GET", "plain/counter")
        with ledger.lock:
            ledger.count_doubtful += 1
        answer = client.request(
            "PUT", "plain/counter", body=str(int(data) + 1).encode(), allowed=(200, 412, 409),
            If_Match=answer.getheader("ETag"))[0]
        with ledger.lock:
            ledger.count_doubtful -= 1
            ledger.counted += answer.status == 200


def upload(client, ledger, name, stop, chance):
    while not stop.is_set():
        path, seed, action = f"plain/{name}-{chance.randrange(KEYS)}", ledger.number(), chance.random()
        answer, data = client.request("POST", path, "uploads")
        identity = xml.etree.ElementTree.fromstring(data).findtext("{*}UploadId")
        with ledger.lock:
            ledger.uploads[path, identity] = {}
        query = f"uploadId={identity}"
        pieces = [content(seed)]
        if chance.random() < 0.1:
            pieces.insert(0, random.Random(seed).randbytes(1000) * (PART // 1000 + 1))
        tags = []
        for number, piece in enumerate(pieces, 1):
            answer, _ = client.request("PUT", path, f"partNumber={number}&{query}", piece)
            tags.append(answer.getheader("ETag"))
            with ledger.lock:
                ledger.uploads[path, identity][number] = tags[-1]
        if action < 0.2:
            continue
        with ledger.lock:
            parts = ledger.uploads.pop((path, identity))
        if action < 0.4:
            client.request("DELETE", path, query)
            with ledger.lock:
                ledger.ended.add((path, identity))
            continue
        listed = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>" for number, tag in parts.items())
        state = seed if len(pieces) == 1 else -seed
        ledger.attempt(path, state)
        answer, data = client.request(
            "POST", path, query, f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode())
        if b"<Error>" in data:
            ledger.fault(f"{path} was not completed: {data[:200]}")
        ledger.acknowledge(path, state)
        with ledger.lock:
            ledger.ended.add((path, identity))


def state_bytes(state):
    if state is NOTHING:
        return NOTHING
    if state >= 0:
        return content(state)
    return random.Random(-state).randbytes(1000) * (PART // 1000 + 1) + content(-state)


def guarded(work, port, ledger, *arguments):
    """A cut connection ends the work quietly: the kill did it. An error answer is a fault."""
    try:
        work(Client(port), ledger, *arguments)
    except OSError:
        pass
    except Refused as refusal:
        if refusal.status != 503:
            ledger.fault(f"{work.__name__}: {refusal}")


def prepare(port):
    client = Client(port)
    place = (b"<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint>"
             b"</CreateBucketConfiguration>")
    for bucket in ("plain", "versioned"):
        client.request("PUT", bucket, body=place)
    client.request(
        "PUT", "versioned", "versioning", b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
    client.put("plain/counter", b"0")


def listed_versions(client):
    """(key, version) of versions and delete markers, over all pages."""
    versions, markers, query = set(), set(), "versions"
    while True:
        tree = xml.etree.ElementTree.fromstring(client.request("GET", "versioned", query)[1])
        for kind, found in (("Version", versions), ("DeleteMarker", markers)):
            for entry in tree.findall("{*}" + kind):
                found.add((entry.findtext("{*}Key"), entry.findtext("{*}VersionId")))
        if tree.findtext("{*}IsTruncated") != "true":
            return versions, markers
        query = "versions&" + urllib.parse.urlencode({
            "key-marker": tree.findtext("{*}NextKeyMarker"), "version-id-marker": tree.findtext("{*}NextVersionIdMarker")})


def audit(port, ledger):
    client, faults = Client(port), list(ledger.faults)
    for path, states in ledger.states.items():
        found = client.get(path)
        if all(found != state_bytes(state) for state in states):
            faults.append(f"{path} holds {'nothing' if found is None else f'{len(found)} bytes'}, none of {states}")
    versions, markers = listed_versions(client)
    here = versions | markers
    faults += [f"version {where} is lost" for where in set(ledger.kept) - here - ledger.doubtful_removals]
    faults += [f"deleted version {where} came back" for where in ledger.removed & here]
    for where in versions:
        key, version = where
        found, known = client.get(f"versioned/{key}", f"versionId={version}"), ledger.kept.get(where)
        allowed = {known} if known is not None else ledger.doubtful.get(key, set()) - {NOTHING}
        if where not in ledger.doubtful_removals and all(found != content(state) for state in allowed):
            faults.append(f"version {where} does not hold what was written: {known}")
    faults += [f"{where} should be a delete marker" for where in markers if ledger.kept.get(where) is not None]
    for path, contenders in ledger.contenders.items():
        found, winner = client.get(path), ledger.winners.get(path)
        allowed = [winner] if winner is not None else [NOTHING, *contenders]
        if all(found != state_bytes(state) for state in allowed):
            faults.append(f"{path} does not hold what its winner {winner} wrote")
    counter = int(client.get("plain/counter"))
    if not ledger.counted <= counter <= ledger.counted + ledger.count_doubtful:
        faults.append(f"the counter is {counter}, acknowledged {ledger.counted}, doubtful {ledger.count_doubtful}")
    return faults + audit_uploads(client, ledger)


def audit_uploads(client, ledger):
    faults = []
    for (path, identity), parts in ledger.uploads.items():
        answer, data = client.request("GET", path, f"uploadId={identity}", allowed=(200, 404))
        if answer.status == 404:
            faults.append(f"the upload {identity} of {path} is lost")
            continue
        found = {int(part.findtext("{*}PartNumber")): part.findtext("{*}ETag")
                 for part in xml.etree.ElementTree.fromstring(data).findall("{*}Part")}
        faults += [f"part {number} of {path} is lost" for number, tag in parts.items() if found.get(number) != tag]
    for path, identity in ledger.ended:
        if client.request("GET", path, f"uploadId={identity}", allowed=(200, 404))[0].status != 404:
            faults.append(f"the upload {identity} of {path} came back")
    return faults
