"""Who may read Rung's files, and that a backup overwrites nothing."""

from __future__ import annotations

import os
import stat
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.jobs import backup, permissions
from bot.jobs.backup import BackupError, back_up, restore
from bot.jobs.doctor import diagnose
from bot.jobs.permissions import make_private, readable_by_others
from bot.settings import Settings
from bot.store import Database


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Begin with the umask most accounts have, and put back what was."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def loose(home: Path) -> Path:
    """Make a home as an earlier version left it, readable by everybody."""
    for name in (
        "works/t1/cv.pdf",
        "pictures/a.png",
        "builds/1/texts.db",
        "telegram.lock",
        "documents/x.csv",
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("private")
    (home / "link").symlink_to(home.parent / "elsewhere")
    return home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_a_home_is_closed_to_others_and_stays_closed(tmp_path: Path) -> None:
    home = loose(tmp_path / "home")
    (tmp_path / "elsewhere").write_text("not ours")
    (home / "run.sh").write_text("x")
    (home / "run.sh").chmod(0o755)
    make_private(home)
    assert list(readable_by_others(home)) == []
    assert (mode(home), mode(home / "works" / "t1"), mode(home / "run.sh")) == (0o700, 0o700, 0o700)
    assert mode(tmp_path / "elsewhere") == 0o644
    (home / "new").mkdir()
    (home / "new" / "file").write_text("x")
    assert (mode(home / "new"), mode(home / "new" / "file")) == (0o700, 0o600)


def test_the_store_and_what_sqlite_writes_beside_it_are_closed(tmp_path: Path) -> None:
    (tmp_path / "rung.db").touch(0o644)
    make_private(tmp_path)
    with Database(tmp_path / "rung.db") as database:
        database.execute(sa.text("insert into pending_cleanup values ('x', '1')"))
        names = {path.name for path in tmp_path.iterdir()}
        assert {"rung.db", "rung.db-wal", "rung.db-shm"} <= names
        assert list(readable_by_others(tmp_path)) == []


@pytest.mark.parametrize("shared", ["own folder", "like /tmp"])
def test_in_a_folder_of_others_only_what_is_ours_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: str
) -> None:
    home = loose(tmp_path / "home")
    (home / "letters").mkdir()
    (home / "letters" / "a.txt").write_text("theirs")
    home.chmod(0o755 if shared == "own folder" else 0o1777)
    if shared == "own folder":
        monkeypatch.setenv("HOME", str(home))
    before = mode(home)
    make_private(home)
    assert mode(home) == before and mode(home / "letters" / "a.txt") == 0o644
    assert mode(home / "works" / "t1" / "cv.pdf") == 0o600 and mode(home / "telegram.lock") == 0o600


def test_the_doctor_tells_of_what_others_can_read(tmp_path: Path) -> None:
    home = loose(tmp_path / "home")
    told = {each.what: each for each in diagnose(Settings(home))}
    assert told["access"].state == "note" and "chmod -R go=" in told["access"].says
    make_private(home)
    assert next(each for each in diagnose(Settings(home)) if each.what == "access").state == "ok"


def test_a_backup_and_what_is_restored_of_one_are_closed(tmp_path: Path) -> None:
    home, file = loose(tmp_path / "home"), tmp_path / "rung.tar.gz"
    back_up(home, file)
    assert mode(file) == 0o600
    # As an earlier version wrote it.
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path / "out", filter="tar")
    for path in (tmp_path / "out").rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    with tarfile.open(tmp_path / "old.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "out", ".")
    os.umask(0o022)
    restore(tmp_path / "old.tar.gz", tmp_path / "back")
    assert list(readable_by_others(tmp_path / "back")) == []


@pytest.mark.parametrize("there", ["file", "link to nowhere", "folder"])
@pytest.mark.parametrize("links", [True, False], ids=["hard links", "none"])
def test_a_backup_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str, links: bool
) -> None:
    home, file = loose(tmp_path / "home"), tmp_path / "rung.tar.gz"

    def write(*args: Any) -> Any:
        # It appears while the backup is being written.
        if there == "file":
            file.write_text("the last backup")
        elif there == "folder":
            file.mkdir()
        else:
            file.symlink_to(tmp_path / "nowhere")
        return written(*args)

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuses)
    written = backup._write
    monkeypatch.setattr(backup, "_write", write)
    for _ in range(2):
        with pytest.raises(BackupError, match="is there already"):
            back_up(home, file)
        monkeypatch.setattr(backup, "_write", written)
    assert there != "file" or file.read_text() == "the last backup"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "rung.tar.gz"]


def test_a_backup_is_made_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", refuses)
    back_up(loose(tmp_path / "home"), tmp_path / "rung.tar.gz")
    with closing(tarfile.open(tmp_path / "rung.tar.gz")) as archive:
        assert "works/t1/cv.pdf" in archive.getnames()


def refuses(*_: object) -> None:
    raise PermissionError(1, "no hard links here")


def test_everything_rung_keeps_is_named(tmp_path: Path) -> None:
    home = loose(tmp_path / "home")
    assert {path.name for pattern in permissions.OWN for path in home.glob(pattern)} == {
        path.name for path in home.iterdir() if path.name != "link"
    }
