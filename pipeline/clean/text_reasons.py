"""Why a line of bare text is no part of the article: trees that tell furniture apart by kind."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.clean.network import Matrix
from pipeline.clean.trees import Trees, load, logits
from pipeline.model.reasons import Reason

TREES = Path(__file__).with_name("text_reasons.npz")
# What the trees tell apart, in the order of their answers.
KINDS = (
    Reason.DUPLICATE_TITLE, Reason.PREVIOUS_NEXT, Reason.RELATED_LIST, Reason.BREADCRUMB,
    Reason.MENU, Reason.CONTENTS_LIST, Reason.TAG_LIST, Reason.SHARE, Reason.COMMENTS,
    Reason.NEWSLETTER, Reason.COOKIE_NOTICE, Reason.ADVERT, Reason.BYLINE, Reason.PAGINATION,
    Reason.FOOTER, Reason.DISCLAIMER,
)  # fmt: skip


@cache
def stored_kinds() -> Trees:
    """The trees that ship with the project."""
    return load(TREES)


def kinds_of(features: Matrix, trees: Trees | None = None) -> Sequence[Reason]:
    """For the features of each line that is furniture the likeliest kind."""
    if not len(features):
        return ()
    best = logits(trees or stored_kinds(), features).argmax(axis=1)
    return [KINDS[kind] for kind in best.tolist()]
