"""Programs that keep files in buckets: s3cmd, rclone and restic, in Debian's versions, and the AWS CLI."""

import json
import os
import urllib.parse

import pytest

MEBIBYTE = 1 << 20


@pytest.fixture
def bucket(live_server, name):
    name = name[-60:].strip("-").lower()
    live_server.client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


@pytest.fixture
def tree(tmp_path):
    """Files with the names and sizes that make trouble."""
    root = tmp_path / "tree"
    for name, content in {
        "empty": b"", "a b+c&d=e?f#g%20h.txt": b"name", "Zähler/漢字/🔌.bin": os.urandom(1000),
        "deep/er/and/deeper": b"x" * 4097, "large": os.urandom(17 * MEBIBYTE),
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def files(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def s3cmd(run, live_server, tmp_path):
    host = urllib.parse.urlparse(live_server.endpoint).netloc
    settings = tmp_path / "s3cfg"
    settings.write_text(
        "[default]\naccess_key = test\nsecret_key = test\nbucket_location = eu-central-1\nuse_https = False\n"
        f"host_base = {host}\nhost_bucket = {host}\nmultipart_chunk_size_mb = 5\n")
    return lambda *arguments: run("s3cmd", "--config", settings, "--no-progress", *arguments)


def test_s3cmd(s3cmd, live_server, tree, tmp_path, name):
    bucket = f"s3://{name[-40:].strip('-').lower()}"
    s3cmd("mb", bucket)
    assert bucket in s3cmd("ls")
    s3cmd("sync", f"{tree}/", f"{bucket}/tree/")
    (tmp_path / "back").mkdir()
    s3cmd("get", "--recursive", f"{bucket}/tree/", f"{tmp_path}/back/")
    assert files(tmp_path / "back") == files(tree)
    # What is there already is not sent again: the digests that the server lists are compared.
    assert "upload" not in s3cmd("sync", f"{tree}/", f"{bucket}/tree/")
    assert "4097" in s3cmd("info", f"{bucket}/tree/deep/er/and/deeper")
    assert s3cmd("du", f"{bucket}/tree/").split()[0] == str(sum(map(len, files(tree).values())))
    s3cmd("del", "--recursive", "--force", bucket)
    s3cmd("rb", bucket)
    assert bucket not in s3cmd("ls")


def test_rclone(run, live_server, bucket, tree, tmp_path):
    settings = {
        "RCLONE_CONFIG": "/dev/null", "RCLONE_CONFIG_APUS_TYPE": "s3", "RCLONE_CONFIG_APUS_PROVIDER": "Other",
        "RCLONE_CONFIG_APUS_ENDPOINT": live_server.endpoint, "RCLONE_CONFIG_APUS_ACCESS_KEY_ID": "test",
        "RCLONE_CONFIG_APUS_SECRET_ACCESS_KEY": "test", "RCLONE_CONFIG_APUS_REGION": "eu-central-1",
        "RCLONE_S3_CHUNK_SIZE": "5M", "RCLONE_S3_UPLOAD_CUTOFF": "6M",
    }
    remote = f"apus:{bucket}/tree"

    def rclone(*arguments):
        return run("rclone", *arguments, **settings)

    rclone("sync", tree, remote)
    rclone("check", "--download", tree, remote)
    listed = {entry["Path"]: entry for entry in json.loads(rclone("lsjson", "--recursive", "--files-only", remote))}
    assert {path: entry["Size"] for path, entry in listed.items()} == {
        path: len(content) for path, content in files(tree).items()}
    (tree / "empty").unlink()
    (tree / "more").write_bytes(b"more")
    rclone("sync", tree, remote)
    rclone("moveto", f"{remote}/more", f"{remote}/moved")
    rclone("copy", remote, tmp_path / "back")
    assert files(tmp_path / "back") == {
        "moved" if path == "more" else path: content for path, content in files(tree).items()}
    assert rclone("cat", "--offset", "2", f"{remote}/moved") == "re"
    rclone("purge", f"apus:{bucket}")


def test_restic(run, live_server, bucket, tree, tmp_path):
    settings = {"RESTIC_PASSWORD": "secret", "RESTIC_CACHE_DIR": str(tmp_path / "cache"),
                "RESTIC_REPOSITORY": f"s3:{live_server.endpoint}/{bucket}/backups"}

    def restic(*arguments):
        return run("restic", *arguments, **settings)

    restic("init")
    restic("backup", tree)
    kept = files(tree)
    (tree / "large").unlink()
    restic("backup", tree)
    first, second = json.loads(restic("snapshots", "--json"))
    restic("check", "--read-data")
    restic("restore", first["id"], "--target", tmp_path / "back")
    assert files(tmp_path / "back" / tree.relative_to("/")) == kept
    restic("forget", "--keep-last", "1", "--prune")
    assert [one["id"] for one in json.loads(restic("snapshots", "--json"))] == [second["id"]]


def test_the_aws_cli_syncs(live_server, bucket, tree, tmp_path):
    live_server.cli("s3", "sync", str(tree), f"s3://{bucket}/tree")
    assert "upload" not in live_server.cli("s3", "sync", str(tree), f"s3://{bucket}/tree")
    live_server.cli("s3", "cp", "--recursive", f"s3://{bucket}/tree", str(tmp_path / "back"))
    assert files(tmp_path / "back") == files(tree)
    live_server.cli("s3", "mv", f"s3://{bucket}/tree/large", f"s3://{bucket}/moved")
    assert f"{17 * MEBIBYTE} moved" in live_server.cli("s3", "ls", f"s3://{bucket}")
    live_server.cli("s3", "rb", "--force", f"s3://{bucket}")
