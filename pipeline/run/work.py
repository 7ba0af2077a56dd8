"""The work area of one run: where each step leaves what the next one takes.

    processed/work/<key>/plan.json             what is to be done
                         decisions.jsonl       reviewers' decisions, as they were at the start
                         shards/0000.json      source files of one shard, with hashes
                         raw/0000/             decoded pages of that shard, by bucket
                         pieces.json           large sites, and in how many buckets each is
                         surveys/0000/         what is learned of their pages in one bucket
                         parts/0000/           finished part files of one bucket
                         given_up/<page>.json  why a page is not computed: it killed its process

`key` stands for inputs, settings and code, so a run that was killed finds its own work, and only
that. A folder under raw/, surveys/ or parts/ is complete when its summary is there. On a storage
the work area stands there too, so workers on several machines share nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.model.settings import Settings
from pipeline.store.atomic import read_json, write_json
from pipeline.store.manifest import Input
from pipeline.store.places import Place, fetched, place_of
from pipeline.store.runs import Store
from pipeline.watch import Stopped


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do; `sources` of a shard are read from its own file."""

    key: str
    run_id: str
    raw: str
    processed: str
    started: str
    code_version: str
    method: str  # digest of code and settings
    settings: Settings
    n_shards: int
    base: str | None = None  # the run that this one builds on
    limit: int | None = None

    @property
    def store(self) -> Store:
        """The output folder."""
        return Store(place_of(self.processed))


@dataclass(frozen=True, slots=True)
class Work:
    """The folder of one run's work, with the names of what stands in it."""

    folder: Place

    @property
    def raw(self) -> Place:
        """The folder of decoded pages, one folder a shard."""
        return self.folder / "raw"

    @property
    def parts(self) -> Place:
        """The folder of finished parts, one folder a bucket."""
        return self.folder / "parts"

    @property
    def surveys(self) -> Place:
        """The folder of surveys, one folder a bucket."""
        return self.folder / "surveys"

    @property
    def decisions(self) -> Place:
        """The decisions that this run applies, whatever is decided meanwhile."""
        return self.folder / "decisions.jsonl"

    def shard_file(self, shard: int) -> Place:
        """The list of one shard's sources."""
        return self.folder / "shards" / f"{shard:04d}.json"

    def shard_folder(self, shard: int) -> Place:
        """The decoded pages of one shard."""
        return self.raw / f"{shard:04d}"

    def survey_folder(self, bucket: int) -> Place:
        """The survey of the pieces of large sites in one bucket."""
        return self.surveys / f"{bucket:04d}"

    def part_folder(self, bucket: int) -> Place:
        """The finished part files of one bucket."""
        return self.parts / f"{bucket:04d}"

    @contextmanager
    def pages_of(self, *buckets: int) -> Iterator[list[Path]]:
        """The files of decoded pages of these buckets, over all shards, on this machine."""
        patterns = (f"[0-9]*/{bucket:04d}-*.arrow" for bucket in buckets)
        found = (path for pattern in patterns for path in self.raw.glob(pattern))
        names = sorted(f"{path.parent.name}/{path.name}" for path in found)
        with fetched(self.raw, names) as folder:
            yield [folder / name for name in names]

    def given_up(self) -> dict[str, Stopped]:
        """The pages that are not to be computed, by id, and why."""
        found = sorted(path.name for path in (self.folder / "given_up").glob("*.json"))
        folder = self.folder / "given_up"
        return {name.removesuffix(".json"): Stopped(**read_json(folder / name)) for name in found}

    def give_up(self, page_id: str, why: Stopped) -> None:
        """Note that a page is not to be computed."""
        write_json(self.folder / "given_up" / f"{page_id}.json", asdict(why))

    def plan(self) -> Plan:
        """The plan of this run."""
        values = read_json(self.folder / "plan.json")
        return Plan(**{**values, "settings": Settings.model_validate(values["settings"])})

    def write_plan(self, plan: Plan) -> None:
        """Write the plan; it is written last, so a work area that has one has its shards."""
        values = asdict(plan)
        values["settings"] = plan.settings.model_dump(mode="json")
        write_json(self.folder / "plan.json", values)

    def shard(self, shard: int) -> list[dict[str, Any]]:
        """The sources of one shard as they were written, each with its hash."""
        sources: list[dict[str, Any]] = read_json(self.shard_file(shard))
        return sources

    def inputs(self) -> list[Input]:
        """All sources of the run with their hashes, by name."""
        shards = range(self.plan().n_shards)
        return [Input(**item["input"]) for shard in shards for item in self.shard(shard)]
