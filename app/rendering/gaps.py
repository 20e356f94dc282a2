"""Gaps in the facts: found all at once, shown in red in a preview, never printed in a paper."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, Undefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from app.rendering.kinds import label_of


class CompiledOnce(BytecodeCache):
    """The compiled templates of this process: every environment of papers compiles alike, most live for one paper."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled() -> CompiledOnce:
    """One store for all environments of papers; a template that was edited compiles anew."""
    return CompiledOnce()


class ReadsFactsFirst(Environment):
    """An environment in which `award.items` is the fact "items", never the method of a dict."""

    def __init__(self, **options: Any) -> None:
        super().__init__(bytecode_cache=compiled(), **options)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class GapList:
    """The facts that were asked for and not there, in the order the paper asks for them."""

    def __init__(self, facts: Any) -> None:
        self.paths: list[str] = []
        self._where: dict[int, str] = {}
        self._index(facts, "")

    def _index(self, value: Any, path: str) -> None:
        if isinstance(value, Mapping):
            self._where[id(value)] = path
            for key, item in value.items():
                self._index(item, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                self._index(item, f"{path}[{position}]")

    def path_of(self, obj: object, name: str) -> str:
        parent = obj.path if isinstance(obj, Gap) else self._where.get(id(obj), "")
        return f"{parent}.{name}" if parent else name

    def note(self, path: str) -> None:
        if path not in self.paths:
            self.paths.append(path)


class Gap(Undefined):
    """A fact that is not there: printing, looping over or comparing it notes the gap."""

    __slots__ = ("path",)
    gaps: GapList

    def __init__(self, hint: Any = None, obj: Any = None, name: Any = None, exc: Any = None) -> None:
        super().__init__(hint=hint, obj=obj, name=name)
        self.path = self.gaps.path_of(obj, str(name))

    def _noted(self) -> str:
        self.gaps.note(self.path)
        return Markup('<mark class="gap">〔缺：{}〕</mark>').format(label_of(self.path))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(self)(obj=self, name=name)

    def __getitem__(self, name: object) -> Any:
        return type(self)(obj=self, name=name)

    def __str__(self) -> str:
        return self._noted()

    def __html__(self) -> str:
        return self._noted()

    def __iter__(self) -> Iterator[Any]:
        self._noted()
        return iter(())

    def __len__(self) -> int:
        self._noted()
        return 0

    def __bool__(self) -> bool:
        self._noted()
        return False

    def __eq__(self, other: object) -> bool:
        self._noted()
        return False

    def __hash__(self) -> int:
        return hash(self.path)

    def __lt__(self, *_: object) -> bool:  # type: ignore[override]
        self._noted()
        return False

    __gt__ = __le__ = __ge__ = __lt__  # type: ignore[assignment]

    def __add__(self, *_: object) -> str:  # type: ignore[override]
        return self._noted()

    __radd__ = __sub__ = __rsub__ = __add__  # type: ignore[assignment]


class CollectingEnvironment(ReadsFactsFirst):
    """Renders a paper with its gaps marked and writes them into a GapList."""

    def __init__(self, gaps: GapList, filters: Mapping[str, Callable[..., Any]], loader: BaseLoader) -> None:
        undefined = type("ThisGap", (Gap,), {"gaps": gaps, "__slots__": ()})
        super().__init__(loader=loader, autoescape=True, undefined=undefined, trim_blocks=True, lstrip_blocks=True)
        self.filters.update({name: passing(function) for name, function in filters.items()})


def passing(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, but a gap goes through it as the gap it is."""

    def filtered(value: Any, *args: Any, **kwargs: Any) -> Any:
        return value if isinstance(value, Undefined) else function(value, *args, **kwargs)

    return filtered


__all__ = ["CollectingEnvironment", "Gap", "GapList", "ReadsFactsFirst"]
