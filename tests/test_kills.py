"""Killed at any moment, the program loses nothing that it said it kept; tests/soak has the long run."""

from pathlib import Path

from soak.kills import soak

TURNS = 10


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    with soak(tmp_path / "soak", 7) as bath:
        for _ in range(TURNS):
            for kind in bath.kinds:
                bath.turn(kind)
        assert sum(bath.kills.values()) + sum(bath.whole.values()) == TURNS * len(bath.kinds)
        assert bath.kills["tracking"] == TURNS
