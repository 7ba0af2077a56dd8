"""healthpages: scraped health pages in, audited Parquet out.

raw/ ──ingest──▶ RawPage ──clean──▶ CleanPage ──segment──▶ Section tree ──tag──▶ Mentions
                                                                              │
analysts ◀──load── published run ◀──audit── candidate run ◀───────store───────┘
                                                 │
                                        review ──┘ decisions hold in the next run
"""
