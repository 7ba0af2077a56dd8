"""The review page: one HTML file that holds all it needs and loads nothing.

Its policy allows the one script and the one style sheet that are in it, known by their hashes, and
nothing from anywhere else. Text of pages travels as JSON and is set as text, never as markup.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.model.records import RawPage

SCRIPTS = (
    "state.js",
    "decisions.js",
    "blocks.js",
    "pages.js",
    "original.js",
    "actions.js",
    "main.js",
)
STYLE = "style.css"

# Signs that could end a script element, begin a comment or break a line of JavaScript.
_UNSAFE = str.maketrans(
    {sign: f"\\u{ord(sign):04x}" for sign in ("<", ">", "&", "\u2028", "\u2029")}
)


def render(bundle: Mapping[str, Any], originals: Mapping[str, RawPage], token: str | None) -> str:
    """The page as HTML; with a token it saves decisions to the server that it came from."""
    environment = Environment(
        loader=PackageLoader("pipeline.review"), autoescape=True, undefined=StrictUndefined
    )
    script = "\n".join(_source(environment, name) for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}\n}})();\n'
    style = _source(environment, STYLE)
    return environment.get_template("page.html").render(
        policy=policy(script, style, serving=token is not None),
        script=Markup(script),  # noqa: S704  our own file
        style=Markup(style),  # noqa: S704  our own file
        run=bundle["run"]["id"],
        bundle=as_json({**bundle, "token": token}),
        originals=[
            (page_id, as_json({"html": page.is_html, "text": page.text}))
            for page_id, page in originals.items()
        ],
    )


def _source(environment: Environment, name: str) -> str:
    loader = environment.loader
    if loader is None:  # only an environment without templates has none
        raise LookupError(name)
    return loader.get_source(environment, name)[0]


def policy(script: str, style: str, *, serving: bool) -> str:
    """The content security policy of a page with this script and this style sheet."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            f"connect-src {chr(39)}{'self' if serving else 'none'}{chr(39)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def as_json(value: Any) -> Markup:
    """The value as JSON that can stand in a script element, whatever text is in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate is no character
    return Markup(text.translate(_UNSAFE))  # noqa: S704  no sign of markup is left in it
