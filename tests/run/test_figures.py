"""The figures of the report are those of the tables."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.run import run
from pipeline.run.figures import figures_of, sites_of
from pipeline.store import Store, load


def test_figures_are_what_the_tables_say(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    tables = {
        name: load(name, processed=tmp_path / "out")
        for name in ("pages", "blocks", "sections", "mentions", "claims")
    }
    figures = figures_of(Store(tmp_path / "out").folder())
    pages = tables["pages"]
    assert {site.site: site.pages for site in figures.sites} == dict(pages["site"].value_counts())
    shares = pages.groupby("site", observed=True)[["kept_chars", "visible_chars"]].sum()
    for site in figures.sites:
        kept, visible = shares.loc[site.site]
        assert site.kept_share == kept / visible
    assert sum(figures.share_bins) == len(pages)
    removed = tables["blocks"].query("not kept")
    assert {item.reason: item.blocks for item in figures.removed} == dict(
        removed["reason"].astype(str).value_counts()
    )
    assert sum(item.chars for item in figures.removed) == removed["text"].str.len().sum()
    assert dict(figures.kinds) == dict(tables["sections"]["kind"].value_counts())
    assert figures.labels == dict(tables["mentions"]["label"].value_counts())
    causes = tables["claims"].query("label == 'CAUSE' and n_pages > 0")
    assert {term.term: term.pages for term in figures.causes} == dict(
        causes.groupby("term")["n_pages"].sum()
    )
    assert {term.term: term.conditions for term in figures.causes} == dict(
        causes.groupby("term")["condition"].nunique()
    )


def test_the_most_frequent_come_first_and_ties_go_by_name(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    figures = figures_of(Store(tmp_path / "out").folder())
    assert [site.site for site in figures.sites] == ["a.example", "b.example", "notes"]
    causes = [(-term.pages, -term.conditions, term.term) for term in figures.causes]
    assert causes == sorted(causes)
    assert sites_of(Store(tmp_path / "out").folder()) == figures.sites


def test_parts_of_many_row_groups_count_the_same(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    folder = Store(tmp_path / "out").folder().resolve()
    figures = figures_of(folder)
    for part in folder.glob("[a-z]*/*.parquet"):
        rows = pq.ParquetFile(part).read()
        part.unlink()
        with pq.ParquetWriter(part, rows.schema) as writer:
            for start in range(0, len(rows), 3):
                few = rows.slice(start, 3)
                for name in [
                    field.name for field in rows.schema if pa.types.is_dictionary(field.type)
                ]:
                    place = few.schema.get_field_index(name)
                    labels = few[name].combine_chunks().dictionary_decode().dictionary_encode()
                    few = few.set_column(place, rows.schema.field(name), labels)
                writer.write_table(few)
    assert figures_of(folder) == figures
