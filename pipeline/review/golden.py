"""Pages that reviewers decided on, as golden pages: what the whole chain should give for them.

A decision repairs one run after the other; a golden page makes the rules learn it, since the test
of golden pages runs the chain without any decision.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.decisions import Decision, Decisions, Verdict
from pipeline.review.rows import run_pages
from pipeline.review.stale import all_of
from pipeline.store.pagerows import PageRows, Row

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def golden_pages(run: Path, raw: str, decisions: Decisions) -> Iterator[tuple[str, str]]:
    """A file name and its JSON for each page of the run that a reviewer decided on."""
    wanted = {decision.page_id for decision in all_of(decisions)}
    for page in run_pages(run):
        if page.page["page_id"] in wanted:
            name = _NOT_IN_NAMES.sub("-", Path(page.page["source"]).stem.lower()).strip("-")
            place = f"-{page.page['source_index']}" if page.page["source_index"] else ""
            values = golden(page, f"{raw.rstrip('/')}/{page.page['source']}")
            text = json.dumps(values, indent=2, ensure_ascii=False)
            yield f"{name or page.page['page_id']}{place}.json", text + "\n"


def not_applied(decisions: Decisions, started: str) -> list[Decision]:
    """The decisions that change something and were made after the run started without them."""
    start = datetime.fromisoformat(started)
    return [
        decision
        for decision in all_of(decisions)
        if decision.verdict is not Verdict.ACCEPT and datetime.fromisoformat(decision.at) > start
    ]


def golden(page: PageRows, source: str) -> dict[str, Any]:
    """The facts of a page that a reader can judge, one a line."""
    numbers = {section["section_id"]: section["number"] for section in page.sections}
    return {
        "source": source,
        "title": page.page["title"],
        "condition": page.page["condition"],
        "status": page.page["status"],
        "removed": [
            f"{block['reason']} | {block['rule']} | {block['text']}"
            for block in page.blocks
            if not block["kept"]
        ],
        "text": page.page["text"].split("\n"),
        "sections": [
            f"{each['number']} | {each['marker'] or '-'} | {each['heading']} | {each['kind']}"
            for each in page.sections
        ],
        "mentions": [_mention(mention, numbers) for mention in page.mentions],
        "problems": [f"{each['severity']} | {each['code']}" for each in page.problems],
    }


def _mention(mention: Row, numbers: dict[str, str]) -> str:
    aspect = f" {mention['aspect']}" if mention["aspect"] else ""
    negated = "not " if mention["negated"] else ""
    return " | ".join(
        (
            numbers.get(mention["section_id"] or "", "-"),
            mention["label"] + aspect,
            negated + mention["text"],
            mention["rule"],
        )
    )
