"""What decoding costs at most: bytes that are made to hurt it, as long as a page may be.

    python -m benchmarks.hostile_decoding [--bytes N]

Prints processor seconds for half of N bytes (default: the limit of the settings) and for all of
them, the growth of memory, and what was found. Exit code 1 where twice the bytes take much more
than twice the time, or a page as large as may be takes longer than computing one may.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from resource import RUSAGE_SELF, getrusage

from pipeline.ingest import decode_page
from pipeline.model.settings import Settings

LIMIT = 4.0  # times the time for twice the bytes
GRACE = 0.5  # seconds below which the clock says little

# Each is repeated; what is asked of them: detection, pieces of two encodings, repairs, media types.
PARTS: dict[str, bytes] = {
    "ASCII": b"Cold can cause cramps. ",
    "UTF-8": "Wärme hilft. ".encode(),
    "null bytes": b"a\x00",
    "null bytes, then text": b"\x00\x00Cramps\n",
    "UTF-16": "感冒可引起抽筋。".encode("utf-16-le"),
    "UTF-8 with stray bytes": "Wärme hilft\x85 gut. ".encode("latin-1") + "é".encode() * 3,
    "stray bytes alone": b"a\x92b ",
    "broken sequences": "ä".encode()[:1] + b" ",
    "pieces of two encodings": "<p>Wärme</p>".encode("cp1252") + "<p>Болит голова</p>".encode(),
    "pieces of Chinese": "<p>感冒可引起抽筋</p>".encode("gb18030") + "<p>Wärme é</p>".encode(),
    "Chinese": "感冒可引起抽筋。\n".encode("gb18030"),
    "Japanese": "風邪は痙攣を引き起こす。\n".encode("cp932"),
    "Cyrillic": "Простуда вызывает судороги.\n".encode("cp1251"),
    "ISO-2022": "風邪".encode("iso2022_jp"),
    "mojibake in lines": "Itâ€™s a cold\n".encode(),
    "mojibake in one line": "Itâ€™s a cold ".encode(),
    "mojibake three times over": "Ã¢â‚¬â„¢ cold ".encode(),
    "Cyrillic mojibake": "РџСЂРѕСЃС‚СѓРґР° ".encode(),
    "signs of mojibake": "Â Ã ".encode(),
    "entities": b"&amp;amp;nbsp; ",
    "signs of entities": b"&&&&amp",
    "long entities": b"&CounterClockwiseContourIntegral",
    "replacement characters": "\ufffd".encode(),
    "lone surrogates": b"\xed\xa0\x80",
    "angle brackets": b"<",
    "line ends": b"\n\xe4",
    "tags that do not end": b"<meta charset=",
    "links that do not end": b'<link rel=canonical href="',
    "comments": b"<!-- -->",
    "ends of blocks": b"</p",
    "C1 control characters": "\x85\x92".encode(),
    "one letter": b"\xe9",
}


def corpus(size: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes, of this size, of each page; the second time as markup."""
    for name, part in PARTS.items():
        yield name, (part * (size // len(part) + 1))[:size]
        head = b'<html><head><meta charset="windows-1252"><body>'
        yield f"{name}, markup", head + (part * (size // len(part) + 1))[: size - len(head)]


def main() -> None:
    """Print the cost of every page."""
    settings = Settings()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=settings.ingest.max_page_bytes)
    size = parser.parse_args().bytes
    decode_page("Wärme".encode("cp1252"), source="warm", settings=settings.ingest)
    bad = False
    for (name, half), (_, whole) in zip(corpus(size // 2), corpus(size), strict=True):
        seconds = []
        for data in (half, whole):
            started = time.process_time()
            page = decode_page(data, source=name, settings=settings.ingest)
            seconds.append(time.process_time() - started)
        exceeds = seconds[1] > LIMIT * seconds[0] + GRACE
        bad = bad or exceeds or seconds[1] > settings.process.max_page_seconds
        codes = ", ".join(problem.code for problem in page.problems)
        peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
        told = f"{seconds[0]:8.2f}{seconds[1]:8.2f} s {peak:6} MB"
        print(f"{name:<36}{told}  {page.encoding} {codes}", flush=True)
    sys.exit(bad)


if __name__ == "__main__":
    main()
