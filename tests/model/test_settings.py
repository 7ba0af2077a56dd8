"""Settings are frozen, read from TOML and environment, and stand in manifests by their digest."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.model.errors import StopRun
from pipeline.model.settings import Settings, load_settings


def test_equal_settings_have_equal_digests_and_a_change_changes_it() -> None:
    assert Settings().digest() == Settings().digest()
    changed = load_settings(environment={"HEALTHPAGES_CLEAN__SITE_MIN_PAGES": "9"})
    assert changed.digest() != Settings().digest()


def test_a_file_sets_values_and_the_environment_overrides_them(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[clean]\nsite_min_pages = 7\nsite_min_share = 0.5\n")
    settings = load_settings(file, environment={"HEALTHPAGES_CLEAN__SITE_MIN_PAGES": "9"})
    assert settings.clean.site_min_pages == 9
    assert settings.clean.site_min_share == 0.5


def test_other_variables_of_the_environment_are_ignored() -> None:
    assert load_settings(environment={"HEALTHPAGES_SHARED": "x", "PATH": "y"}) == Settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().clean.site_min_pages = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[clean]\nsite_min_pages = 1\n", "clean.site_min_pages"),
        ("[clean]\nsite_min_page = 5\n", "clean.site_min_page"),
        ("[cleaning]\n", "cleaning"),
        ("clean = [", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(content)
    with pytest.raises(StopRun, match=words) as caught:
        load_settings(file, environment={})
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="Can't read the settings file"):
        load_settings(tmp_path / "none.toml", environment={})


def test_lexicon_files_are_looked_for_beside_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / "words.toml").touch()
    file = tmp_path / "settings.toml"
    file.write_text('[tag]\nlexicon_files = ["words.toml"]\n')
    assert load_settings(file, environment={}).tag.lexicon_files == (tmp_path / "words.toml",)


def test_a_lexicon_file_that_is_not_there_stops_before_any_page(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[tag]\nlexicon_files = ["none.toml"]\n')
    with pytest.raises(StopRun, match=r"there is no file .*none\.toml"):
        load_settings(file, environment={})
