from __future__ import annotations

import hashlib
from io import BytesIO
from threading import Barrier, Thread

import pytest

from documents import store

pytestmark = pytest.mark.engine


def test_bytes_lie_under_their_digest(settings):
    sha256, size = store.put(b"belge")
    assert sha256 == hashlib.sha256(b"belge").hexdigest()
    assert size == 5
    assert store.path(sha256) == settings.DOCUMENTS_DIR / sha256[:2] / sha256[2:4] / sha256
    assert store.read(sha256) == b"belge"
    assert store.check(sha256)
    with store.open_file(sha256) as stored:
        assert stored.read() == b"belge"


def test_a_stream_and_its_bytes_are_one_file(settings):
    data = b"x" * (store.CHUNK * 2 + 7)
    assert store.put(BytesIO(data)) == store.put(data)
    files = [it for it in settings.DOCUMENTS_DIR.rglob("*") if it.is_file()]
    assert len(files) == 1


def test_ten_writers_at_once_leave_one_whole_file(settings):
    start, told = Barrier(10), []

    def write() -> None:
        start.wait()
        told.append(store.put(b"y" * 300_000))

    threads = [Thread(target=write) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 10
    assert len(set(told)) == 1
    assert store.check(told[0][0])
    assert list((settings.DOCUMENTS_DIR / "incoming").iterdir()) == []


def test_damage_is_seen_and_mended_by_the_same_bytes():
    sha256, _ = store.put(b"belge")
    store.path(sha256).write_bytes(b"belgf")
    assert not store.check(sha256)
    store.put(b"belge")
    assert store.check(sha256)


def test_a_broken_stream_leaves_nothing(settings):
    class Broken(BytesIO):
        def read(self, *args):
            raise OSError("torn")

    with pytest.raises(OSError, match="torn"):
        store.put(Broken())
    assert [it for it in settings.DOCUMENTS_DIR.rglob("*") if it.is_file()] == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_digests_are_addresses(name):
    with pytest.raises(ValueError, match="digest"):
        store.path(name)


def test_nothing_stored_does_not_check():
    assert not store.check("0" * 64)
