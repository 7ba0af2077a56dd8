"""The page as text: what its policy allows, and that no page's text can leave its place."""

import json
import re

from pipeline.review.page import as_json, policy

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 \u2029 & \ud800"


def test_json_in_a_script_element_holds_no_sign_of_markup() -> None:
    text = str(as_json({"text": HOSTILE}))
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text)["text"] == HOSTILE.replace("\ud800", "?")


def test_the_policy_allows_this_script_and_this_style_and_nothing_else() -> None:
    told = policy("let a;", "p {}", serving=False)
    assert told.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in told
    assert "http" not in told
    assert "connect-src 'none'" in told
    assert "connect-src 'self'" in policy("let a;", "p {}", serving=True)
