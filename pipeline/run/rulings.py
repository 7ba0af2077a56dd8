"""The reviewers' decisions that a run applies, and which of them could touch a page."""

from collections import defaultdict

from pipeline.model.decisions import Scope, in_force
from pipeline.review.log import read_log
from pipeline.review.stale import all_of
from pipeline.store.places import Place


class Rulings:
    """The decisions in force, by page and by site."""

    def __init__(self, path: Place) -> None:
        self.decisions = in_force(read_log(path).decisions)
        self._by_place: dict[str, list[str]] = defaultdict(list)
        for decision in all_of(self.decisions):
            place = decision.site if decision.scope is Scope.SITE else decision.page_id
            self._by_place[place].append(decision.decision_id)

    def on(self, page_id: str, site: str) -> str:
        """The ids of all decisions that could touch a page: where they are equal, so is it."""
        ids = (*self._by_place.get(page_id, ()), *self._by_place.get(site, ()))
        return ",".join(sorted(ids))
