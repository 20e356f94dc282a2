"""Questions to the index: from a text a person typed, or from a case. Never a raw dump of a case text."""

import re
from collections.abc import Sequence

from search_index.analysis import kinds_of
from search_index.citations import articles
from search_index.port import SimilarQuery

# Longer texts are read to here; key terms come from the whole of it, and a case's facts rarely say more after it.
LONGEST_TEXT = 20_000
ISSUE = re.compile(r"(?<![^。！？；\n])[^。！？；\n]*(?:争议焦点|焦点(?:问题)?(?:是|为|在于)|争议在于)[^。！？\n]*[。！？]?")


def from_text(text: str, *, kinds: Sequence[str] = ()) -> SimilarQuery:
    """What a person typed or pasted: kinds, articles and the stated issue are recognised in it.

    Kinds given by the caller come first and are kept as given.
    """
    text = text[:LONGEST_TEXT]
    issue = ISSUE.search(text)
    return SimilarQuery(
        kinds=tuple(dict.fromkeys((*kinds, *kinds_of(text)))),
        issues=issue[0].strip() if issue else "",
        articles=articles(text),
        text=text,
    )


def from_case(
    *, kinds: Sequence[str], issues: str = "", cited: Sequence[str] = (), claims: Sequence[str] = (), facts: str = ""
) -> SimilarQuery:
    """A case: its claim kinds and cited articles ("LCL 47(2)") as filed, the issue, the claims' words and the facts.

    The deliberation record and mediation offers belong to the inner file and must not be passed in.
    """
    named = dict.fromkeys(article for text in cited for article in articles(text))
    return SimilarQuery(
        kinds=tuple(dict.fromkeys(kinds)),
        issues=issues,
        articles=tuple(named),
        text="\n".join([*claims, facts])[:LONGEST_TEXT],
    )
