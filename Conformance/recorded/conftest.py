"""What AWS was recorded to answer (`../shared/vectors/recorded`, or below APUS_SHARED), beside what Apus answers."""

import json
import os
import pathlib

import pytest
from botocore.exceptions import ClientError

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = pathlib.Path(os.environ.get("APUS_SHARED", ROOT / "../shared")) / "vectors/recorded"
ACCOUNT = "000000000000"
PLACEHOLDERS = {"date", "datetime", "timestamp", "code-sha256", "code-size"}


def differences(answered, recorded, path="$"):
    """Where an answer differs: names count, and values that are no placeholders of the recording."""
    if isinstance(answered, dict) and isinstance(recorded, dict):
        names = set(answered) - {"ResponseMetadata"}
        expected = set(recorded) - {"ResponseMetadata"}
        found = [f"{path}.{name} is not in the recording" for name in sorted(names - expected)]
        found += [f"{path}.{name} is missing" for name in sorted(expected - names)]
        return found + [text for name in sorted(names & expected)
                        for text in differences(answered[name], recorded[name], f"{path}.{name}")]
    if isinstance(answered, list) and isinstance(recorded, list):
        if len(answered) != len(recorded):
            return [f"{path} has {len(answered)} elements, recorded are {len(recorded)}"]
        return [text for index, (one, other) in enumerate(zip(answered, recorded))
                for text in differences(one, other, f"{path}[{index}]")]
    if isinstance(recorded, str):
        if "<" in recorded or recorded in PLACEHOLDERS:
            return [] if answered is not None else [f"{path} is null"]
        recorded = recorded.replace("111111111111", ACCOUNT)
    return [] if answered == recorded else [f"{path} is {answered!r}, recorded is {recorded!r}"]


class Recordings:
    """The recordings of one service."""

    def __init__(self, service):
        file = FOLDER / f"{service}.json"
        if not file.exists():
            pytest.skip(f"Recorded answers are absent: there is no {file}")
        self.situations = json.loads(file.read_text())

    def same(self, situation, step, answer):
        """Checks that an answer has the recorded members, and its status."""
        recorded = self.situations[situation][step]
        assert differences(answer, recorded) == [], f"{situation} {step}"
        status = recorded.get("ResponseMetadata", {}).get("HTTPStatusCode")
        assert status in (None, answer["ResponseMetadata"]["HTTPStatusCode"]), f"{situation} {step}"
        return answer

    def fails(self, situation, step, call, replace=(), **arguments):
        """Checks that a call fails as it was recorded: code, text and status."""
        recorded = self.situations[situation][step]
        with pytest.raises(ClientError) as caught:
            call(**arguments)
        answer = caught.value.response
        if isinstance(recorded, str):
            text = recorded
            found = str(caught.value)
        else:
            text = recorded["Error"]["Message"]
            found = answer["Error"]["Message"]
            assert answer["Error"]["Code"] == recorded["Error"]["Code"], f"{situation} {step}"
            status = recorded["ResponseMetadata"]["HTTPStatusCode"]
            assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, f"{situation} {step}"
            told = {name: value for name, value in recorded["Error"].items() if name != "Message"}
            said = {name: value for name, value in answer["Error"].items() if name != "Message"}
            assert differences(said, told) == [], f"{situation} {step}"
        names = {"111111111111": ACCOUNT, "<partition>": "aws", "<region>": "eu-central-1", **dict(replace)}
        for placeholder, name in names.items():
            text = text.replace(placeholder, name)
        assert found == text, f"{situation} {step}"


@pytest.fixture
def recordings():
    return Recordings
