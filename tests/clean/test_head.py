"""The head states what it states, wherever on the page it stands."""

from pipeline.clean.blocks import read_markup
from pipeline.clean.head import HeadReader


def test_the_head_is_read_as_it_stands() -> None:
    head = read_markup(
        "<html lang=en-GB><head><title>Gout | Site</title><meta property=og:title content=Gout>"
        "<script type=application/ld+json>{}</script></head><body><h1>Gout <i>now</i></h1>"
        "<time datetime=2020-01-02>2 Jan</time></body></html>"
    ).head
    assert head.title == "Gout | Site"
    assert head.meta == (("og:title", "Gout"),)
    assert (head.json_ld, head.language) == (("{}",), "en-GB")
    assert (head.headings, head.times) == (("Gout now",), ("2020-01-02",))


def test_the_first_title_that_is_not_blank_counts() -> None:
    page = "<title> </title><svg><title>Icon</title></svg><title>Gout</title>"
    assert read_markup(page).head.title == "Icon"


def test_only_the_first_headings_are_titles() -> None:
    page = "".join(f"<h1>{name}</h1>" for name in "abcdef")
    assert read_markup(page).head.headings == ("a", "b", "c", "d")


def test_a_heading_inside_a_heading_belongs_to_both() -> None:
    reader = HeadReader()
    reader.start("h1", {})
    reader.data("Gout ")
    reader.start("h1", {})
    reader.data("hurts")
    reader.end("h1")
    assert reader.is_listening
    reader.end("h1")
    assert reader.head.headings == ("Gout hurts", "hurts")
    assert not reader.is_listening


def test_a_script_that_is_no_data_states_nothing() -> None:
    page = "<script>var a</script><script type=application/ld+json>[]</script>"
    assert read_markup(page).head.json_ld == ("[]",)
