"""Word lists as they are written in code: one string, words separated by white space."""


def words(listed: str) -> frozenset[str]:
    """The words that a string lists."""
    return frozenset(listed.split())
