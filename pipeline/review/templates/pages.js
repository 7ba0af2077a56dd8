// Drawing pages: an empty box first, its lines when it comes near the screen.

const LINE = 34; // pixels that a line takes, about; it only sizes boxes that are not drawn yet
const AHEAD = 1200; // pixels: how far off the screen lines are drawn

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) drawPage(pageOf(entry.target));
  },
  { rootMargin: `${AHEAD}px` },
);

const pageOf = (box) => pages[Number(box.dataset.index)];

function layOut() {
  const boxes = pages.map((page) => {
    page.element = element(
      "article",
      { class: "page", id: `p-${page.id}`, "data-index": page.index, "aria-labelledby": `t-${page.id}` },
      head(page),
      element("ol", { class: "blocks" }),
    );
    return page.element;
  });
  byId("pages").replaceChildren(...boxes);
  redraw();
  boxes.forEach((box) => seen.observe(box));
}

function head(page) {
  const share = page.visible ? Math.round((page.kept / page.visible) * 100) : 0;
  const facts = [page.site, page.source, page.language, page.condition && `about ${page.condition}`];
  const made = element(
    "header",
    {},
    element("h2", { id: `t-${page.id}` }, page.title || page.source),
    element(
      "p",
      { class: "facts" },
      element("span", { class: "share" }, `${share} % kept `, element("meter", { min: 0, max: 100, value: share, "aria-label": "share of the text that is kept" })),
      facts.filter(Boolean).map((fact) => ` · ${fact}`).join(""),
    ),
  );
  if (page.alarms.length) made.append(element("ul", { class: "alarms", "aria-label": "Alarms" }, ...page.alarms.map((text) => element("li", {}, text))));
  const changes = [...page.facts.map(([name, was, is]) => [name, "changed", `${was} → ${is}`]), ...page.rows];
  if (changes.length) {
    const lines = changes.map(([name, what, told]) => element("li", { class: what }, element("b", {}, `${name} ${what}`), ` ${told}`));
    made.append(element("details", { class: "rows" }, element("summary", {}, `${plural(changes.length, "change")} of sections, mentions and facts`), element("ul", {}, ...lines)));
  }
  for (const [severity, message] of page.problems) made.append(element("p", { class: "problem" }, `${severity}: ${message}`));
  return made;
}

// Every page anew: those near the screen at once, the others when they come near.
function redraw() {
  document.body.dataset.mode = state.mode;
  document.body.dataset.view = state.view;
  let shown = 0;
  for (const page of pages) {
    const wanted = fits(page) && (!filtersBlocks() || page.blocks.some((block) => !block.isGone && blockFits(block)));
    page.element.hidden = !wanted;
    shown += wanted;
    page.drawn = false;
    const list = page.element.querySelector(".blocks");
    list.replaceChildren();
    list.style.minHeight = `${linesOf(page).length * LINE}px`;
    seen.unobserve(page.element);
    seen.observe(page.element);
  }
  byId("nothing").hidden = shown > 0;
  const near = (box) => box.top < innerHeight + AHEAD && box.bottom > -AHEAD;
  pages.filter((page) => !page.element.hidden && near(page.element.getBoundingClientRect())).forEach(drawPage);
  if (state.cursor) drawPage(state.cursor.page);
  tellProgress();
}

const filtersBlocks = () => Boolean(state.filter.reason || state.filter.state);

function drawPage(page) {
  if (page.drawn) return;
  page.drawn = true;
  const list = page.element.querySelector(".blocks");
  list.style.minHeight = "";
  list.replaceChildren(...linesOf(page).map((line) => (line instanceof Block ? drawBlock(line) : foldLine(line))));
}

// The lines that are shown: blocks, and arrays of blocks that are folded into one line.
function linesOf(page) {
  const shown = page.blocks.filter((block) => {
    if (block.isGone && state.mode === "clean") return false;
    return state.view !== "clean" || (block.kept && !block.isGone);
  });
  if (state.expanded || state.view === "clean") return shown;
  const near = new Set();
  shown.forEach((block, place) => {
    if (!block.isChange && block !== state.cursor) return;
    for (let at = place - CONTEXT; at <= place + CONTEXT; at += 1) near.add(shown[at]);
  });
  const lines = [];
  for (const block of shown) {
    const last = lines.at(-1);
    if (near.has(block)) lines.push(block);
    else if (Array.isArray(last)) last.push(block);
    else lines.push([block]);
  }
  return lines.flatMap((line) => (Array.isArray(line) && (line.length < 3 || state.unfolded.has(line[0])) ? line : [line]));
}

function foldLine(blocks) {
  const open = () => {
    state.unfolded.add(blocks[0]);
    redrawPage(blocks[0].page);
    moveTo(blocks[0], { focus: true });
  };
  return element("li", { class: "fold" }, element("button", { type: "button", onclick: open }, `${blocks.length} unchanged lines`));
}

function redrawPage(page) {
  if (!page.drawn) return;
  page.drawn = false;
  drawPage(page);
}

function redrawBlock(block) {
  const item = byId(`b-${block.id}`);
  if (!item) return;
  const focused = item.contains(document.activeElement);
  const made = drawBlock(block);
  item.replaceWith(made);
  if (focused) made.focus({ preventScroll: true });
}

// After a decision for a site: every drawn block with that text.
function redrawLike(block) {
  const like = block.group ? blocksOfGroup.get(block.group) : [block];
  like.filter((each) => each.page.drawn).forEach(redrawBlock);
}

function tellProgress() {
  const list = queue();
  const open = list.filter((block) => !verdictOn(block)).length;
  const place = list.indexOf(state.cursor);
  byId("progress").textContent = list.length
    ? `[${place < 0 ? "–" : place + 1}/${list.length}] ${open} open${timeLeft(open)}`
    : "nothing to look at";
}

// The run, how sure we are of it, and what it takes to know.
function tellAbout() {
  const about = byId("about");
  const { run, figures } = bundle;
  const shown = bundle.pages.length < bundle.total ? `the ${bundle.pages.length} of ${bundle.total.toLocaleString("en")} pages that need a look most` : plural(bundle.pages.length, "page");
  const changed = pages.flatMap((page) => page.blocks).filter((block) => block.change && queued.has(block)).length;
  const asked = bundle.against ? `${plural(changed, "block")} that changed and ${(queueByDoubt.length - changed).toLocaleString("en")} more to look at` : `${plural(queueByDoubt.length, "block")} to look at`;
  const lines = [`Run ${run.id} (${run.status.replaceAll("_", " ")})${bundle.against ? ` against ${bundle.against}` : ""}: ${shown}, ${asked}.`];
  const { precision, agreement } = figures;
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  lines.push(
    precision.reviewed
      ? `Of ${plural(precision.reviewed, "reviewed removal")} of the random sample ${percent(precision.share)} are right (95 % interval ${percent(precision.low)} to ${percent(precision.high)}); ${figures.needed} tell it to two points.`
      : `No removal of the random sample is reviewed yet; ${figures.needed} tell the precision to two points (filter by state: random sample).`,
  );
  if (agreement.both) lines.push(`Two reviewers saw ${plural(agreement.both, "block")} and agree on ${agreement.same} (kappa ${agreement.kappa.toFixed(2)}).`);
  about.replaceChildren(...lines.map((line) => element("p", {}, line)));
  for (const finding of run.failed) about.append(element("p", { class: "problem" }, `${finding.severity}: ${finding.check} failed. ${finding.message} Found ${short(finding.value)}, limit ${short(finding.limit)}.`));
  if (bundle.lost.length) {
    const items = bundle.lost.map(([title, source]) => element("li", {}, `${title} · ${source}`));
    const told = element("summary", { class: "problem" }, `${plural(bundle.lost.length, "page")} of ${bundle.against} lost: no such page in this run`);
    about.append(element("details", { id: "lost" }, told, element("ul", {}, ...items)));
  }
  if (["needs_review", "candidate"].includes(run.status)) about.append(waiting(run));
  for (const message of bundle.broken) about.append(element("p", { class: "problem" }, `decisions.jsonl: ${message}`));
  if (bundle.stale.length) {
    const items = bundle.stale.map((each) => element("li", {}, `${each.verdict.replaceAll("_", " ")} · ${each.reviewer} · ${each.at.slice(0, 10)} · `, element("q", {}, shortened(each.text))));
    about.append(element("details", {}, element("summary", {}, `${plural(bundle.stale.length, "stale decision")}: the text is no longer there, so nothing was applied`), element("ul", {}, ...items)));
  }
}

const short = (figure) => Number(figure.toPrecision(3)).toString();

// A run that waits for somebody to let readers see it.
function waiting(run) {
  if (bundle.token) return element("p", {}, element("button", { type: "button", onclick: publishRun }, "Publish this run"));
  return element("p", {}, "Publish it: ", element("code", {}, `healthpages publish ${run.id} --reviewer NAME`));
}

const shortened = (words) => (words.length > 120 ? `${words.slice(0, 120)} …` : words);

// The same content without layout, for screen readers and for a quick way to any page.
function fillList() {
  const items = pages.filter(fits).map((page) => {
    const changes = page.blocks.filter((block) => block.isChange);
    const told = changes.map((block) =>
      element("li", {}, element("a", { href: `#b-${block.id}` }, `${state.mode === "runs" ? block.change : `removed, ${block.reason.replaceAll("_", " ")}`}: ${shortened(block.text)}`)),
    );
    return element(
      "li",
      {},
      element("a", { href: `#p-${page.id}` }, page.title || page.source),
      ` ${plural(changes.length, "change")}${page.alarms.length ? `; ${page.alarms.join("; ")}` : ""}`,
      element("ul", {}, ...told),
    );
  });
  byId("list").querySelector("div").replaceChildren(element("ol", {}, ...items));
}
