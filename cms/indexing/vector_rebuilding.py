"""Making the vectors of all rows, and finding where they differ from the database."""

from __future__ import annotations

from cms.indexing.rebuilding import Differences, Progress, count_chunks, list_live_keys
from cms.indexing.vectors import VectorIndex

__all__ = ["find_vector_differences", "rebuild_vectors", "repair_vectors"]


def rebuild_vectors(index: VectorIndex, progress: Progress) -> int:
    """Make the vectors of all live rows whose text has none yet, and forget all others; how many were made. It can be
    stopped and started again: what is kept stays. CallFailed when a plugin fails."""
    index.prepare()
    known, live, made = index.list_marks(), list_live_keys(), 0
    for done, (kind, keys) in count_chunks(live):
        texts = index.list_texts(kind, keys)
        missing = [each for each in texts if known.pop(each.key, None) != index.mark(each)]
        index.embed(missing)
        made += len(missing)
        progress(done, len(live))
    index.forget(sorted(known))
    return made


def find_vector_differences(index: VectorIndex, progress: Progress) -> Differences:
    """Compare the marks of the texts of all live rows with those that are kept."""
    known, found, live = index.list_marks(), Differences(), list_live_keys()
    for done, (kind, keys) in count_chunks(live):
        for text in index.list_texts(kind, keys):
            kept = known.pop(text.key, None)
            if kept != index.mark(text):
                (found.missing if kept is None else found.outdated).append(text.key)
        progress(done, len(live))
    found.superfluous = sorted(known)
    return found


def repair_vectors(index: VectorIndex, differences: Differences) -> None:
    """Make the vectors that are missing or of another text, and forget those of no row."""
    for _done, (kind, keys) in count_chunks([*differences.missing, *differences.outdated]):
        index.follow(kind, keys)
    index.forget(differences.superfluous)
