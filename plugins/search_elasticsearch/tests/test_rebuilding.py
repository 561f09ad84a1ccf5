"""A new index is built beside the one that is searched, and takes its place at once."""

from __future__ import annotations

import pytest

from cms.plugin_api import SearchDocument, SearchKey
from cms.testing.conformance.search import build_document, build_request
from plugins.search_elasticsearch import indices, matching, writing
from plugins.search_elasticsearch.connection import get_client
from plugins.search_elasticsearch.indices import IndexMissing

pytestmark = pytest.mark.django_db


def build() -> None:
    writing.begin_rebuild(1)
    writing.finish_rebuild()


def store(version: int, *documents: SearchDocument) -> None:
    writing.store(documents, version)


def find(text: str) -> list[int]:
    get_client(writes=True).indices.refresh(index=indices.get_alias())
    return sorted(match.key.key for match in matching.match(build_request(text)))


def test_writes_reach_both_indices_while_one_is_built() -> None:
    build()
    store(1, build_document(1, "Whisper"), build_document(2, "Whisper X"))
    assert writing.begin_rebuild(1) == {}
    store(2, build_document(3, "Whisper Y"))
    writing.remove([SearchKey("TOOL", 2)], 2)
    assert find("whisper") == [1, 3]
    store(2, build_document(1, "Whisper"))
    store(1, build_document(2, "Whisper X"))  # the rebuild read it before it was removed
    writing.finish_rebuild()
    assert find("whisper") == [1, 3] and len(indices.list_indices(get_client(writes=True))) == 1


def test_a_rebuild_fills_the_new_index_alone_and_changes_meanwhile_win() -> None:
    build()
    store(1, build_document(1, "Whisper"), build_document(2, "Whisper X"))
    writing.begin_rebuild(1)
    store(3, build_document(2, "Murmur"))
    writing.fill([build_document(1, "Whisper Y"), build_document(2, "Whisper X")], 2)
    assert find("whisper") == [1] and find("whisper y") == []
    writing.finish_rebuild()
    assert find("whisper y") == [1] and find("murmur") == [2] and find("whisper x") == []


def test_nothing_is_filled_while_no_index_is_built() -> None:
    build()
    with pytest.raises(writing.WriteFailed, match="was removed"):
        writing.fill([build_document(1, "Whisper")], 1)
    assert find("whisper") == []


def test_an_interrupted_rebuild_goes_on_where_it_was() -> None:
    build()
    writing.begin_rebuild(1)
    document = build_document(1, "Whisper")
    store(1, document)
    assert writing.begin_rebuild(1) == {document.key: document.fingerprint}
    assert writing.begin_rebuild(2) == {}  # by other rules: from the start
    assert len(indices.list_indices(get_client(writes=True))) == 2
    writing.finish_rebuild()
    (index,) = indices.list_indices(get_client(writes=True))
    assert "search-m1-r2-" in index and find("whisper") == []


def test_an_index_with_another_mapping_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    store(1, build_document(1, "Whisper"))
    monkeypatch.setattr(indices, "MAPPING", 2)
    request = build_request("whisper")
    for refused in (
        lambda: matching.match(request),
        lambda: matching.complete(request),
        lambda: writing.store([build_document(2, "Whisper X")], 2),
        writing.list_fingerprints,
    ):
        with pytest.raises(IndexMissing, match=r"another version. Run `manage.py search rebuild`"):
            refused()
    build()
    assert find("whisper") == []
    monkeypatch.setattr(indices, "MAPPING", 1)
    assert find("whisper") == [1]


@pytest.mark.parametrize("late", [1, 3])
def test_a_late_write_does_not_replace_a_newer_one(late: int) -> None:
    build()
    store(4, build_document(1, "Canary"))
    writing.remove([SearchKey("TOOL", 2)], 4)
    store(late, build_document(1, "Whisper"), build_document(2, "Whisper"))
    assert find("whisper") == [] and find("canary") == [1]
    assert list(writing.list_fingerprints()) == [SearchKey("TOOL", 1)]


def test_a_write_makes_no_index_in_place_of_one_that_is_gone() -> None:
    build()
    client = get_client(writes=True)
    (index,) = indices.list_indices(client)
    client.indices.delete(index=index)
    with pytest.raises(IndexMissing):
        store(1, build_document(1, "Whisper"))
    assert indices.list_indices(client) == {}


def test_an_index_that_goes_while_it_is_written_to_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    client = get_client(writes=True)
    known = indices.list_writable(client)
    (index,) = indices.list_indices(client)
    client.indices.delete(index=index)
    monkeypatch.setattr(writing, "list_writable", lambda client: known)
    with pytest.raises(writing.WriteFailed, match="an index was removed while it was written to"):
        store(1, build_document(1, "Whisper"))
    assert indices.list_indices(client) == {}


def test_finishing_twice_changes_nothing() -> None:
    build()
    store(1, build_document(1, "Whisper"))
    writing.finish_rebuild()
    assert find("whisper") == [1]


def test_more_documents_than_a_page_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PAGE", 3)
    build()
    store(1, *(build_document(number, f"Tool {number}") for number in range(7)))
    assert sorted(key.key for key in writing.list_fingerprints()) == list(range(7))
