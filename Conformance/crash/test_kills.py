"""Twenty kills of a loaded server lose nothing that was acknowledged."""

import os

import conftest
import torture

KILLS = int(os.environ.get("KILLS", "20"))


def test_nothing_acknowledged_is_lost_when_the_server_is_killed():
    operations, faults, _ = torture.run(str(conftest.BINARY), KILLS, seed=20)
    assert faults == []
    assert operations > 100 * KILLS / 20
