"""What a crash or a bad disk does to files: the start sweeps up, `apus verify` says which object is hurt."""

import os
import pathlib
import subprocess
import uuid

import conftest
import pytest

BODY = os.urandom(200_000)
PART = os.urandom(5 << 20)


@pytest.fixture
def stored(own_server):
    """A stopped server with an object in a file of its own and one of two parts."""
    server = own_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="hurt", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket="hurt", Key="whole", Body=BODY)
    upload = s3.create_multipart_upload(Bucket="hurt", Key="in parts")["UploadId"]
    target = {"Bucket": "hurt", "Key": "in parts", "UploadId": upload}
    parts = [{"PartNumber": number, "ETag": s3.upload_part(**target, PartNumber=number, Body=body)["ETag"]}
             for number, body in ((1, PART), (2, BODY[:100_000]))]
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    server.stop()
    return server


def files(server):
    return [path for path in pathlib.Path(server.data, "blobs").glob("??/*")]


def file_of(server, size):
    return next(path for path in files(server) if path.stat().st_size == size)


def verify(server):
    return subprocess.run([str(conftest.BINARY), "verify", "--data", server.data], capture_output=True, text=True)


def test_sound_blobs_have_no_fault(stored):
    assert len(files(stored)) == 3
    result = verify(stored)
    assert result.returncode == 0 and "No fault" in result.stdout, result.stdout


@pytest.mark.parametrize("size,owner", [(200_000, "object hurt/whole"), (5 << 20, "a part of object hurt/in parts")])
def test_a_flipped_bit_in_a_blob_is_found_and_its_object_named(stored, size, owner):
    file = file_of(stored, size)
    content = bytearray(file.read_bytes())
    content[77_777] ^= 0x04
    file.write_bytes(content)
    result = verify(stored)
    assert result.returncode == 1
    assert f"fault: {owner}: the bytes of its blob {file.name} do not have their checksum" in result.stdout
    assert "1 faults found" in result.stdout


def test_a_missing_blob_is_found_and_its_object_named(stored):
    file = file_of(stored, 200_000)
    file.unlink()
    result = verify(stored)
    assert result.returncode == 1
    assert f"fault: object hurt/whole: its blob {file.name} is missing" in result.stdout


def test_a_blob_that_lost_its_end_is_found(stored):
    file = file_of(stored, 100_000)
    os.truncate(file, 99_999)
    result = verify(stored)
    assert result.returncode == 1
    assert f"a part of object hurt/in parts: its blob {file.name} has 99999 bytes instead of 100000" in result.stdout


def test_a_flipped_bit_in_a_row_is_found_and_its_object_named(own_server):
    server = own_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="hurt", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket="hurt", Key="small", Body=b"0123456789" * 300)
    server.stop()
    file = pathlib.Path(server.data, "apus.db")
    content = bytearray(file.read_bytes())
    content[content.index(b"0123456789" * 100) + 500] ^= 0x04
    file.write_bytes(content)
    result = verify(server)
    assert result.returncode == 1
    assert "object hurt/small: its bytes do not have their checksum" in result.stdout


def test_a_blob_that_belongs_to_nothing_is_found(stored):
    name = str(uuid.uuid4())
    stray = pathlib.Path(stored.data, "blobs", name[:2], name)
    stray.write_bytes(b"stray")
    result = verify(stored)
    assert result.returncode == 1 and f"blob {name} belongs to no object" in result.stdout


def test_a_start_removes_what_a_crash_left_and_nothing_else(stored):
    folder = pathlib.Path(stored.data, "blobs")
    orphan, half = str(uuid.uuid4()), str(uuid.uuid4())
    (folder / orphan[:2] / orphan).write_bytes(b"finished, never named")
    (folder / "unsettled" / orphan).touch()
    (folder / "incoming" / half).write_bytes(b"half")
    # As if the crash had come between the transaction that names the blob and the removal of its marker.
    named = file_of(stored, 200_000)
    (folder / "unsettled" / named.name).touch()
    noted = verify(stored)
    assert noted.returncode == 0 and f"blob {orphan} was left by a crash" in noted.stdout
    stored.start()
    assert not (folder / orphan[:2] / orphan).exists()
    assert list((folder / "incoming").iterdir()) == list((folder / "unsettled").iterdir()) == []
    assert len(files(stored)) == 3
    assert stored.client("s3").get_object(Bucket="hurt", Key="whole")["Body"].read() == BODY


def test_refused_uploads_leave_no_file(own_server):
    server = own_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="refused", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    with pytest.raises(s3.exceptions.ClientError):
        s3.put_object(Bucket="refused", Key="k", Body=BODY, ChecksumCRC32="AAAAAA==")
    assert files(server) == []
    assert [path for name in ("incoming", "unsettled") for path in pathlib.Path(server.data, "blobs", name).iterdir()] == []
