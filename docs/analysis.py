# ruff: noqa: INP001, D100  the cells of a notebook
# %% [markdown]
# # What the sample says
#
# A first look at the tables of a run: how much of the pages is text, what their sections are about,
# what they name as causes and remedies, and how far they agree. The figures are of the sample pages
# that come with the project (`make run`); with `processed/` of your own pages, run it again.

# %%
import matplotlib.pyplot as plt
import pandas as pd

from pipeline import load

BAR, CAUSE, REMEDY = "#4a63a8", "#b3521f", "#0f7482"
FEW = 5  # pages of a site, below which its shares say little
pd.set_option("display.max_colwidth", None)
plt.rcParams.update(
    {
        "figure.figsize": (8, 3.4),
        "figure.dpi": 80,
        "figure.constrained_layout.use": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 9,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
    }
)
pages, blocks, sections, mentions, claims = (
    load(table) for table in ("pages", "blocks", "sections", "mentions", "claims")
)
pd.DataFrame(
    {"rows": [len(table) for table in (pages, blocks, sections, mentions, claims)]},
    index=["pages", "blocks", "sections", "mentions", "claims"],
)

# %% [markdown]
# ## How much of a page is its article?
#
# Every line of every page is in `blocks`, kept or removed with a reason, so the shares add up to
# all that a reader would see. Sites with fewer than five pages are left out.

# %%
lines = blocks.merge(pages[["page_id", "site"]], on="page_id")
lines["site"] = lines["site"].astype("str")
lines["characters"] = lines["text"].str.len()
common = lines.loc[~lines["kept"]].groupby("reason", observed=True)["characters"].sum()
common = common.nlargest(5).index
lines["part"] = lines["reason"].astype("str").where(lines["reason"].isin(common), "other reasons")
lines.loc[lines["kept"], "part"] = "kept"
shares = lines.pivot_table(index="site", columns="part", values="characters", aggfunc="sum")
shares = shares.loc[pages["site"].value_counts().loc[lambda n: n >= FEW].index]
shares = shares.div(shares.sum(axis="columns"), axis="index")[["kept", *common, "other reasons"]]
colours = ["#4a63a8", "#d9a441", "#8fae5d", "#b07aa1", "#76b7b2", "#e08e79", "#c4c8ce"]
axes = (100 * shares[::-1]).plot.barh(stacked=True, color=colours, width=0.7)
axes.set(title="Kept and removed text by site", xlabel="% of visible characters", ylabel="")
_ = axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)

# %% [markdown]
# ## What are the sections about?

# %%
kinds = sections.merge(pages[["page_id", "site"]], on="page_id")
kinds = pd.crosstab(kinds["kind"].astype("str"), kinds["level"])
kinds = kinds.loc[kinds.sum(axis="columns").sort_values().index]
axes = kinds.plot.barh(stacked=True, width=0.7, color=["#4a63a8", "#8ea6e6", "#c9d4f5"])
axes.set(title="Sections by kind and level", xlabel="sections", ylabel="")
_ = axes.legend(title="level", frameon=False)

# %% [markdown]
# ## What is named most often?
#
# `claims` counts a term once a page and near-duplicates once. Summed over conditions, it tells what
# health pages blame and recommend for nearly everything.

# %%
said = claims.query("n_pages > 0")
figure, both = plt.subplots(ncols=2)
for axes, label, colour in zip(both, ("CAUSE", "REMEDY"), (CAUSE, REMEDY), strict=True):
    top = said[said["label"] == label].groupby("term")["condition"].nunique()
    top = top.sort_index().sort_values(ascending=False, kind="stable").head(12)
    axes.barh(top.index[::-1], top[::-1], color=colour, height=0.7)
    axes.set(title=f"{label} of how many conditions", xlabel="conditions")
    axes.xaxis.get_major_locator().set_params(integer=True)

# %% [markdown]
# ## Where on a page do causes and remedies stand?
#
# `start` counts characters of the clean text, so its share of the text's length is the place on the
# page: 0 is the top, 1 the end.

# %%
placed = mentions.merge(
    pages[["page_id", "kept_chars", "text"]], on="page_id", suffixes=("", "_page")
)
placed["place"] = placed["start"] / placed["text_page"].str.len()
figure, axes = plt.subplots()
for label, colour in (("CAUSE", CAUSE), ("REMEDY", REMEDY)):
    places = placed.loc[placed["label"] == label, "place"]
    axes.hist(
        places, bins=20, range=(0, 1), histtype="step", linewidth=2, color=colour, label=label
    )
axes.set(title="Mentions by their place on the page", xlabel="place on the page", ylabel="mentions")
_ = axes.legend(frameon=False)

# %% [markdown]
# ## How much do pages agree?
#
# Claims that some mentions make and others deny are where a reader has to look. `sentence` in
# `mentions` has the words.

# %%
contested = claims.query("n_mentions > 0 and n_negated > 0")
contested[["condition", "label", "term", "n_mentions", "n_negated"]].head(10)

# %%
behind = mentions.merge(contested[["condition", "label", "term"]].head(3))
behind[["condition", "term", "negated", "cue", "sentence"]]

# %% [markdown]
# ## How sure are the rules?
#
# Each mention names the rule that found it and a score; to be stricter, take those above a score.

# %%
rules = mentions.astype({"rule": "str"}).groupby("rule")["score"].agg(["size", "mean"])
rules = rules.nlargest(12, "size")[::-1]
figure, axes = plt.subplots()
axes.barh(rules.index, rules["size"], color=BAR, height=0.7)
for place, (size, mean) in enumerate(rules.itertuples(index=False)):
    axes.text(size, place, f" {mean:.2f}", va="center", fontsize=8)
_ = axes.set(title="Mentions by rule, with their mean score", xlabel="mentions")
