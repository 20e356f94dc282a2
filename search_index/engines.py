"""The one place that knows which adapters there are. Only start-up code (commands, worker, web factory) calls it."""

from pathlib import Path

from search_index.memory_index import MemoryIndex
from search_index.port import SearchIndex
from search_index.tantivy_index import TantivyIndex
from search_index.whoosh_index import WhooshIndex
from workflows.errors import InputError

ENGINES = ("whoosh", "tantivy", "memory")


def open_index(engine: str, folder: Path, *, read_only: bool = False) -> SearchIndex:
    """The index of an instance. Web workers open it `read_only`; the worker process writes. InputError: unknown engine.

    "memory" starts empty in each process and is for tests.
    """
    if engine == "whoosh":
        return WhooshIndex(folder, read_only=read_only)
    if engine == "tantivy":
        return TantivyIndex(folder, read_only=read_only)
    if engine == "memory":
        return MemoryIndex()
    raise InputError("HENGJIAN_SEARCH", engine, "没有这种检索引擎。", f"请改为其中之一：{'、'.join(ENGINES)}。")
