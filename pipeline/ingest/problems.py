"""Everything that can go wrong while pages are read, as one table of codes."""

from dataclasses import dataclass

from pipeline.model.records import Problem, Severity

STAGE = "ingest"

# code: how much it matters. `error`: the page or the rest of the source is lost.
# `warning`: text may be wrong or incomplete. `info`: a repair or a decision, nothing is lost.
SEVERITIES: dict[str, Severity] = {
    "empty_file": Severity.ERROR,
    "binary_file": Severity.ERROR,
    "too_large": Severity.ERROR,
    "unreadable": Severity.ERROR,
    "truncated": Severity.WARNING,
    "changed_while_read": Severity.WARNING,
    "expands_too_much": Severity.ERROR,
    "too_many_records": Severity.WARNING,
    "more_problems": Severity.ERROR,
    "not_json": Severity.ERROR,
    "bad_record": Severity.ERROR,
    "missing_text": Severity.ERROR,
    "unknown_format": Severity.INFO,
    "not_a_page": Severity.INFO,
    "declared_encoding_wrong": Severity.WARNING,
    "undecodable_bytes": Severity.WARNING,
    "mixed_encoding": Severity.WARNING,
    "encoding_uncertain": Severity.WARNING,
    "encoding_guessed": Severity.INFO,
    "replacement_characters": Severity.INFO,
    "lone_surrogates": Severity.WARNING,
    "null_characters": Severity.INFO,
    "mojibake_repaired": Severity.INFO,
    "mojibake_left": Severity.WARNING,
    "entities_repaired": Severity.INFO,
    "media_type_by_content": Severity.INFO,
    "bad_url": Severity.INFO,
    "bad_date": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before it is known which page it belongs to."""

    code: str
    message: str


def problem(
    finding: Finding, source: str, source_index: int | None = None, page_id: str | None = None
) -> Problem:
    """The finding as a row of the `problems` table."""
    return Problem(
        source=source,
        stage=STAGE,
        code=finding.code,
        message=finding.message,
        severity=SEVERITIES[finding.code],
        page_id=page_id,
        source_index=source_index,
    )
