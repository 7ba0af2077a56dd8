"""Review: what a run did, page by page; what changed since another; what people decide about it.

rows        pages of a run in order of their ids                rows.py
diff        run against run, by block id                        diff.py, pairs.py, words.py
markdown    a difference for a pull request                     markdown.py
log         decisions, one line each, only ever appended        log.py, stale.py
queue       what to look at first                               queue.py
precision   how often removals are right, and who agrees        precision.py
bundle      what the page shows, as JSON                        bundle.py, originals.py
page        one self-contained HTML file                        page.py, templates/
server      the same page, saving decisions as they are made    server.py
"""
