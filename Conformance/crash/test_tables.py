"""Kills of a server whose tables are written lose nothing, halve no transaction, and leave indexes right."""

import os

import conftest
import torture_tables

KILLS = max(3, int(os.environ.get("KILLS", "20")) // 2)


def test_tables_keep_what_they_acknowledged_when_the_server_is_killed():
    operations, faults, _ = torture_tables.run(str(conftest.BINARY), KILLS, seed=12)
    assert faults == []
    assert operations > 100 * KILLS / 20
