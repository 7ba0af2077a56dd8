"""All settings in one frozen object, with a digest that stands for them in manifests.

Settings come from defaults, then a TOML file, then the environment (`HEALTHPAGES_CLEAN__...`).
A stage takes its own group and nothing else.
"""

import codecs
import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.model.errors import StopRun

ENVIRONMENT_PREFIX = "HEALTHPAGES_"


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IngestSettings(_Group):
    """How bytes become pages."""

    max_page_bytes: int = Field(
        default=10_000_000, gt=0, description="Larger pages become a problem row."
    )
    max_record_bytes: int = Field(
        default=64_000_000,
        gt=0,
        description="Longer lines of JSON Lines are passed over; escapes take up to six bytes.",
    )
    max_records: int = Field(
        default=10_000_000, gt=0, description="Records that are read of one source."
    )
    max_problems: int = Field(
        default=1_000,
        gt=0,
        description="Bad records of one source with a row of their own; more are only counted.",
    )
    max_decompressed_bytes: int = Field(
        default=200_000_000_000,
        gt=0,
        description="Bytes that one compressed source may expand to.",
    )
    max_compression_ratio: int = Field(
        default=300,
        gt=0,
        description="Times its size that a compressed source larger than a record may expand.",
    )
    default_encoding: str = Field(
        default="utf-8", description="Taken where neither declaration nor detection is sure."
    )

    @field_validator("default_encoding")
    @classmethod
    def _known_codec(cls, value: str) -> str:
        try:
            b"".decode(value)
        except (LookupError, UnicodeError, ValueError) as error:
            raise ValueError("is no encoding that Python knows") from error
        return codecs.lookup(value).name


class CleanSettings(_Group):
    """What counts as boilerplate."""

    site_min_pages: int = Field(
        default=5,
        ge=2,
        description="A block must stand on this many pages of a site to count as repeated.",
    )
    site_min_share: float = Field(
        default=0.3, gt=0, le=1, description="... and on this share of the site's pages."
    )
    near_duplicate_similarity: float = Field(
        default=0.7,
        gt=0,
        le=1,
        description="Share of word pairs in common from which two pages are near-duplicates.",
    )
    max_lines: int = Field(default=20_000, gt=0, description="Lines of a page.")
    max_line_chars: int = Field(default=500_000, gt=0, description="Characters of one line.")
    max_visible_chars: int = Field(
        default=3_000_000, gt=0, description="Characters of all lines of a page."
    )


class SegmentSettings(_Group):
    """How section trees are built."""


class TagSettings(_Group):
    """What is tagged."""

    lexicon_files: tuple[Path, ...] = Field(
        default=(), description="More vocabularies (TOML or CSV), read after those that ship."
    )


class ProcessSettings(_Group):
    """What computing one page may cost; the page is given up beyond it, and the run goes on."""

    max_page_seconds: float = Field(
        default=60, gt=0, description="Processor seconds of a page, whatever else the machine does."
    )
    max_page_memory: int = Field(
        default=2_000_000_000,
        gt=0,
        description="Bytes by which the process may grow while it computes a page.",
    )


class StoreSettings(_Group):
    """How tables are written."""

    buckets: int = Field(
        default=4, ge=1, le=4096, description="Parts a table is split into, by site."
    )
    max_site_pages: int = Field(
        default=10_000, ge=1, description="A site with more pages is spread over several parts."
    )


class AuditSettings(_Group):
    """What a run may look like before it is published; no row depends on these."""

    max_rejected: float = Field(
        default=0.1, ge=0, le=1, description="Share of documents that could not be read."
    )
    max_failed: float = Field(
        default=0.01, ge=0, le=1, description="Share of pages on which a step failed."
    )
    max_without_sections: float = Field(
        default=0.6, ge=0, le=1, description="Share of pages without a section."
    )
    max_without_mentions: float = Field(
        default=0.6, ge=0, le=1, description="Share of pages without a cause or a remedy."
    )
    max_row_drift: float = Field(
        default=0.5, ge=0, description="Change in rows of a table against the published run."
    )
    max_kept_drift: float = Field(
        default=0.1, ge=0, le=1, description="Change in the kept share of the visible text."
    )
    min_site_pages: int = Field(
        default=10, ge=1, description="Sites with fewer pages are not compared by themselves."
    )
    max_site_kept_drift: float = Field(
        default=0.2, ge=0, le=1, description="Change in the kept share of a site's visible text."
    )
    max_site_mentions_drift: float = Field(
        default=0.5, ge=0, description="Change in mentions a page of a site, as a share."
    )


class Settings(_Group):
    """All settings of a run; equal settings have equal digests."""

    ingest: IngestSettings = IngestSettings()
    clean: CleanSettings = CleanSettings()
    segment: SegmentSettings = SegmentSettings()
    tag: TagSettings = TagSettings()
    process: ProcessSettings = ProcessSettings()
    store: StoreSettings = StoreSettings()
    audit: AuditSettings = AuditSettings()

    def digest(self) -> str:
        """64 hex digits that change when, and only when, a setting changes."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


def load_settings(
    path: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings from a TOML file and the environment; raises StopRun for a wrong one."""
    values = _read_toml(path) if path else {}
    for name, value in (os.environ if environment is None else environment).items():
        if name.startswith(ENVIRONMENT_PREFIX) and "__" in name:
            group, _, key = name.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
            values.setdefault(group, {})[key] = value
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        unknown = first["type"] == "extra_forbidden"
        told = "there is no such setting" if unknown else first["msg"]
        raise StopRun(f"Setting {where}: {told}.") from error
    return _with_lexicons(settings, path.parent if path else Path())


def _with_lexicons(settings: Settings, folder: Path) -> Settings:
    """The settings with lexicon files taken from the folder of the settings file."""
    files = tuple(folder / file for file in settings.tag.lexicon_files)
    for file in files:
        if not file.is_file():
            raise StopRun(f"Setting tag.lexicon_files: there is no file {file}.")
    tag = settings.tag.model_copy(update={"lexicon_files": files})
    return settings.model_copy(update={"tag": tag})


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StopRun(f"Can't read the settings file {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StopRun(f"The settings file {path} is not valid TOML: {error}.") from error
