"""Removes generations that are not used any more, and what they keep outside the data folder."""

from __future__ import annotations

from pathlib import Path

from search.milvus import MilvusError
from search.vectors import VectorIndex
from web.generations import Discard, GenerationError, remove
from web.settings import Settings
from web.startup import milvus_of


def discarding(settings: Settings) -> Discard:
    """A way to remove a folder with generations in it, and their vectors where Milvus keeps them.

    It raises GenerationError when Milvus does not answer; the folder then stays, as it alone knows what is to be removed there.
    """
    milvus = milvus_of(settings)

    def discard(folder: Path) -> None:
        if milvus:
            try:
                VectorIndex.let_go(folder, milvus)
            except MilvusError as error:
                raise GenerationError(str(error)) from error
        remove(folder)

    return discard
