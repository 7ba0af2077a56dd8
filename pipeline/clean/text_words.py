"""Words of bare text that tell furniture from articles: what they hint at, and their scores."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WORDS = Path(__file__).with_name("text_words.json")
PAIRS = Path(__file__).with_name("text_pairs.npy")

# Words that hint at a role, a row each.
_HINTS = """\
share tweet facebook twitter pinterest whatsapp linkedin instagram email print save pin \
    telegram reddit wechat weibo qq bookmark favorite favourite collect forward partager teilen \
    compartir compartilhe condividi megosztás delen udostępnij bagikan
comment comments reply replies respond discussion says said wrote answered posted user guest \
    anonymous reader readers opinion opinions feedback thoughts komentar comentarios kommentare
newsletter subscribe subscription inbox sign signup unsubscribe updates join weekly
follow app download scan qr code account channel group official miniprogram
cookie cookies privacy policy terms consent preferences accept gdpr settings
copyright rights reserved reproduced reproduction reprint reprinted infringement permission \
    imprint ltd inc llc icp foundation trust company
disclaimer informational purposes substitute replace professional reference liability advice \
    educational consult opinion self-medicate
related recommended recommend popular trending latest recent similar articles posts stories \
    topics reading editor picks hot guess interest interested others also baca juga lire aussi \
    leia tambem también lees ook lesen auch czytaj także
read more see view explore discover continue full click here watch
next previous prev last back return top up
advertisement ad ads advert sponsored sponsor promoted affiliate commission partner anzeige \
    werbung hirdetés publicité publicidad publicidade reklama reklam iklan advertentie
buy shop price order offer discount sale coupon cart rs delivery free book consultation \
    appointment call hotline whatsapp quote trial store
by author written writer edited editor posted published updated text reporter correspondent \
    contributor staff checked reviewed reviewer medically fact source compiled translated \
    proofread responsible door por von par autor autorka oleh yazan redacción redakcja redaktion
jan january feb february mar march apr april jun june jul july aug august sep sept september \
    oct october nov november dec december ago today yesterday
views view clicks hits reads read min mins minutes likes visits browse times viewed shares \
    votes rating stars popularity
dr prof md mbbs phd physician specialist consultant dietitian nutritionist pharmacist \
    cardiologist dermatologist journalist nurse hospital clinic department university degree \
    years experience
menu home about contact search login log register skip content help careers site map sitemap \
    faq press team
tags tag keywords categories category topic filed under labels section channel column
contents table toc jump overview page article catalogue directory navigation
image images photo picture credit getty shutterstock illustration istock
references sources bibliography et al doi vol journal pubmed
address tel phone fax street road email mail hours monday sunday open
was helpful useful yes no did rate your thank thanks question ask answer
""".splitlines()
HINTED: dict[bytes, int] = {}
for _row, _line in enumerate(_HINTS):
    for _word in _line.encode().split():
        HINTED[_word] = HINTED.get(_word, 0) | 1 << _row
HINT_ROWS = len(_HINTS)

TENTHS = 10  # of a logarithm: how costs of pairs of letters are stored
_TELLING = 0.7  # score of a word that is named as evidence
SHORT = 200  # characters; in longer lines single words hint at nothing
# Lower case for letters, blanks for all else but the ends of lines.
LETTERS = bytes(
    ord(chr(code).lower()) if chr(code).isalpha() else (10 if code == 10 else 32)  # noqa: PLR2004
    for code in range(256)
)


class Lexicon(NamedTuple):
    """What is known of words."""

    # For words that tell furniture from articles, the logarithm of how much oftener they do.
    scores: dict[bytes, float]
    # For each two letters how seldom the second follows the first in articles.
    pairs: NDArray[np.int16]


@cache
def stored_lexicon() -> Lexicon:
    """What ships with the project."""
    return Lexicon(by_bytes(json.loads(WORDS.read_text("utf-8"))), np.load(PAIRS))


# Blanks, a to z, all other letters.
LETTER_OF = np.array(
    [1 + "abcdefghijklmnopqrstuvwxyz".find(chr(code)) or 27 for code in range(256)], dtype=np.uint8
)
LETTER_OF[[10, 32]] = 0


def by_bytes(tenths: Mapping[str, int]) -> dict[bytes, float]:
    """Scores as the features look them up, from the tenths of the stored table."""
    return {word.encode("latin-1"): score / 10 for word, score in tenths.items()}


def words_of(text: str) -> list[bytes]:
    """The words of a text as the features look them up."""
    return text.encode("latin-1", "replace").translate(LETTERS).split()


def telling_word(text: str) -> str | None:
    """The word of a short line that speaks most for furniture."""
    if len(text) > SHORT:
        return None
    scores = stored_lexicon().scores
    best = max(words_of(text), key=lambda word: scores.get(word, 0.0), default=b"")
    return best.decode("latin-1") if scores.get(best, 0.0) >= _TELLING else None
