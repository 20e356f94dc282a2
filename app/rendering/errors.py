"""Why a paper could not be made."""

from collections.abc import Sequence

from workflows.errors import HengjianError


class PaperError(HengjianError):
    """A paper that must not be issued as it is. The message says what is wrong and what to do."""


class MissingFacts(PaperError):
    """Facts the paper needs and does not have.

    `paths` names all of them at once as in the contract ("applicants[0].address");
    `labels` are the same in Chinese, in the same order.
    """

    def __init__(self, title: str, paths: Sequence[str], labels: Sequence[str]) -> None:
        self.title = title
        self.paths = tuple(paths)
        self.labels = tuple(labels)
        super().__init__(
            f"不能制作《{title}》：还缺 {len(self.labels)} 项内容——{'、'.join(self.labels)}。请先补齐这些内容，再制作文书。"
        )
