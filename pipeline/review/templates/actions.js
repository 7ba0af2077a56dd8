// What a reviewer does: move, decide, look closer.

function moveTo(block, { focus = true } = {}) {
  const last = state.cursor;
  state.cursor = block;
  state.mention = null;
  if (last && last !== block) redrawBlock(last);
  if (!block) return tellProgress();
  if (block.page.element.hidden) {
    state.expanded ||= !block.page.isChanged;
    byId("expand").checked = state.expanded;
    clearFilter();
  }
  const page = block.page;
  drawPage(page);
  if (!byId(`b-${block.id}`)) redrawPage(page); // it was folded; the cursor unfolds it
  if (!byId(`b-${block.id}`)) setView("place"); // the view left it out
  redrawBlock(block);
  const item = byId(`b-${block.id}`);
  if (!item) return;
  bring(block, FRAMES);
  if (focus) item.focus({ preventScroll: true });
  history.replaceState(null, "", `#b-${block.id}`);
  tellProgress();
}

// Pages that are drawn on the way change the height of what stands above: look again for some frames.
const FRAMES = 6;

function bring(block, frames) {
  const item = byId(`b-${block.id}`);
  if (!item || state.cursor !== block) return;
  const box = item.getBoundingClientRect();
  const top = byId("bar").getBoundingClientRect().bottom;
  const isSeen = box.top >= Math.max(top, 0) && box.bottom <= innerHeight;
  if (!isSeen || frames === FRAMES) item.scrollIntoView({ block: "center" });
  if (frames) requestAnimationFrame(() => bring(block, frames - 1));
}

function step(by) {
  const list = queue();
  if (!list.length) return;
  const place = list.indexOf(state.cursor);
  if (place < 0) return moveTo(by > 0 ? list[0] : list.at(-1));
  moveTo(list[Math.min(Math.max(place + by, 0), list.length - 1)]);
}

// On to the next block that nobody decided on, else just on.
function stepOpen() {
  const list = queue();
  const place = list.indexOf(state.cursor);
  const open = (block) => !verdictOn(block) && !skipped.has(block);
  const next = list.slice(place + 1).find(open) ?? list.find(open);
  if (next) moveTo(next);
  else tellProgress();
}

function stepPage(by) {
  const shown = pages.filter((page) => !page.element.hidden);
  const place = shown.indexOf(state.cursor?.page);
  const page = shown[Math.min(Math.max(place + by, 0), shown.length - 1)];
  const lines = page ? linesOf(page).flat() : [];
  const first = lines.find((block) => block.isChange && blockFits(block)) ?? lines.find((block) => !block.isGone);
  if (first) moveTo(first);
}

function stepLine(by) {
  const page = state.cursor?.page;
  if (!page) return step(1);
  const lines = page.blocks.filter((block) => byId(`b-${block.id}`));
  const next = lines[lines.indexOf(state.cursor) + by];
  if (next) moveTo(next);
}

const ends = (last) => {
  const list = queue();
  if (list.length) moveTo(last ? list.at(-1) : list[0]);
};

function canDecide(block) {
  if (block?.isGone) say("This line is no longer on the page: there is nothing to decide.");
  return Boolean(block) && !block.isGone;
}

function accept() {
  const block = state.cursor;
  if (!canDecide(block)) return;
  if (state.mention) return decideMention("accept");
  if (decide(block, "accept")) settled(block);
}

function reject() {
  const block = state.cursor;
  if (!canDecide(block)) return;
  if (state.mention) return decideMention("not_mention");
  if (decide(block, block.kept ? "remove" : "keep")) settled(block);
}

function settled(block) {
  redrawBlock(block);
  stepOpen();
}

function decideMention(verdict) {
  const block = state.cursor;
  const mention = state.mention;
  if (!decide(block, verdict, { target_id: mention.mention_id, text: mention.text, rule: mention.rule })) return;
  nextMention();
  redrawBlock(block);
}

function noHeading() {
  const block = state.cursor;
  const section = block?.sections[0];
  if (!section) return say("This line is no heading.");
  decide(block, "not_heading", { target_id: section.section_id, text: section.heading, rule: null });
  redrawBlock(block);
}

function nextMention() {
  const block = state.cursor;
  if (!block?.mentions.length) return say("There is no cause or remedy in this line.");
  const place = block.mentions.indexOf(state.mention);
  state.mention = block.mentions[place + 1] ?? null;
  redrawBlock(block);
}

const acceptAll = () => forAll("accept");
const rejectAll = () => forAll(state.cursor?.kept ? "remove" : "keep");

// Shows what a decision for the whole site would change before it is made.
async function forAll(verdict) {
  const block = state.cursor;
  if (!block || block.isGone) return;
  const group = block.group && bundle.groups[block.group];
  if (!group) return say("This text stands on no other page of the site.");
  const effect =
    verdict === "accept"
      ? "Nothing changes; all of them count as reviewed."
      : verdict === "keep"
        ? `${plural(group.removed, "block")} that were removed will be kept; ${group.kept} are kept already.`
        : `${plural(group.kept, "block")} that were kept will be removed; ${group.removed} are removed already.`;
  byId("confirm-title").textContent = { accept: "Accept", keep: "Keep", remove: "Remove" }[verdict] + ` this text on all of ${block.page.site}?`;
  byId("confirm-text").replaceChildren(
    element("blockquote", {}, block.text.slice(0, 300)),
    element("p", {}, `It stands on ${plural(group.pages, "page")}. ${effect}`),
    element("p", {}, "For example:"),
    element("ul", {}, ...group.examples.map((title) => element("li", {}, title))),
  );
  if ((await ask("confirm")) !== "ok") return back(block);
  if (!decide(block, verdict, { scope: "site" })) return;
  redrawLike(block);
  stepOpen();
}

// Opens a dialog; gives what it was closed with.
function ask(id) {
  const dialog = byId(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

const back = (block) => byId(`b-${block.id}`)?.focus({ preventScroll: true });

// The nine reasons that are most frequent here, for the keys 1 to 9.
const frequent = (() => {
  const counts = new Map();
  for (const block of blocksById.values()) if (!block.kept) counts.set(block.reason, (counts.get(block.reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).slice(0, 9).map(([reason]) => reason);
})();

function removeAs(reason) {
  const block = state.cursor;
  if (!block || block.isGone || !reason) return;
  if (decide(block, "remove", { reason })) settled(block);
}

function skip() {
  if (!state.cursor) return step(1);
  skipped.add(state.cursor);
  stepOpen();
}

function undoLast() {
  const block = undo();
  if (!block) return say("There is nothing to undo.");
  redrawLike(block);
  moveTo(block);
}

async function comment() {
  const block = state.cursor;
  if (!block || block.isGone) return;
  byId("comment-text").value = commentOn(block)?.comment ?? "";
  const answer = await ask("comment");
  const words = byId("comment-text").value.trim();
  if (answer === "ok" && words) decide(block, "comment", { comment: words });
  redrawBlock(block);
  tellProgress();
  back(block);
}

function toggleWhy() {
  const block = state.cursor;
  if (!block) return;
  if (!state.why.delete(block)) state.why.add(block);
  redrawBlock(block);
}

function setView(view) {
  state.view = view;
  byId("view").value = view;
  redraw();
}

function nextView() {
  const views = [...byId("view").options].map((option) => option.value);
  setView(views[(views.indexOf(state.view) + 1) % views.length]);
  if (state.cursor) moveTo(state.cursor);
}

function setMode(mode) {
  state.mode = mode;
  state.expanded = mode === "clean";
  byId("expand").checked = state.expanded;
  for (const choice of byId("modes").querySelectorAll("input")) choice.checked = choice.value === mode;
  byId("space-label").hidden = mode === "clean";
  redraw();
  if (byId("list").open) fillList();
}

function nextMode() {
  if (!bundle.against) return say("There is no other run to compare with: healthpages review --against RUN");
  setMode(state.mode === "clean" ? "runs" : "clean");
  if (state.cursor && !state.cursor.isGone) moveTo(state.cursor);
}

function toggleExpanded() {
  state.expanded = !state.expanded;
  byId("expand").checked = state.expanded;
  state.unfolded.clear();
  redraw();
  if (state.cursor) moveTo(state.cursor);
}

function toggleSpace() {
  if (state.mode === "clean") return say("White space is compared between runs.");
  state.ignoreSpace = !state.ignoreSpace;
  byId("space").checked = state.ignoreSpace;
  redraw();
}

function search(from) {
  const wanted = state.query.toLowerCase();
  if (!wanted) return;
  const hits = pages.filter(fits).flatMap((page) => page.blocks.filter((block) => !(block.isGone && state.mode === "clean") && block.text.toLowerCase().includes(wanted)));
  if (!hits.length) {
    byId("hits").textContent = "not found";
    return;
  }
  let place = hits.indexOf(state.cursor) + from;
  if (from === 0) place = 0;
  place = (place + hits.length) % hits.length;
  byId("hits").textContent = `${place + 1} of ${hits.length}`;
  moveTo(hits[place]);
}

function openFilter(open) {
  byId("filters").hidden = !open;
  byId("filter-button").setAttribute("aria-expanded", String(open));
  if (open) byId("filter-reason").focus({ preventScroll: true });
}

function clearFilter() {
  for (const name of Object.keys(state.filter)) {
    state.filter[name] = "";
    byId(`filter-${name}`).value = "";
  }
  redraw();
}

// Lets readers see the run. The button is there only while a server saves and the run is waiting.
async function publishRun() {
  const reviewer = reviewerName();
  if (!reviewer) {
    byId("reviewer").focus({ preventScroll: true });
    return say("Enter your name first: it stands beside the publication.");
  }
  let told = "the server is not there";
  try {
    const answer = await fetch("publish", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Token": bundle.token },
      body: JSON.stringify({ reviewer }),
    });
    if (answer.ok) bundle.run.status = (await answer.json()).status;
    else told = await answer.text();
    if (answer.ok) told = "published";
  } catch {
    told = "the server is not there";
  }
  tellAbout();
  return say(told);
}
