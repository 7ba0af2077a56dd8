// Decisions: made here, kept in this browser until they are saved, sent to the server where there is one.

const STORE = `healthpages-review-${bundle.run.id}`;
const RETRY_AFTER = 4000; // milliseconds until a decision that the server did not take is sent again

const decisions = new Map(); // by id
const unsaved = new Set(); // ids that stand neither in the log nor in a downloaded file
const skipped = new Set(); // blocks passed over in this session
const times = []; // milliseconds between decisions
let index = null; // what is in force, made again after each change
let sending = false;

for (const decision of bundle.decisions) decisions.set(decision.decision_id, decision);
for (const decision of remembered()) {
  if (decisions.has(decision.decision_id)) continue;
  decisions.set(decision.decision_id, decision);
  unsaved.add(decision.decision_id);
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return []; // no storage in this browser: decisions last as long as the page
  }
}

function remember() {
  try {
    localStorage.setItem(STORE, JSON.stringify([...unsaved].map((id) => decisions.get(id))));
  } catch {
    byId("saved").textContent = "this browser keeps nothing: download before you close";
  }
}

// The same rule as in the pipeline: by time, then id; undone ones left out; the later one holds.
function inForce() {
  if (index) return index;
  const ordered = [...decisions.values()].sort((a, b) => compare(a.at, b.at) || compare(a.decision_id, b.decision_id));
  const undone = new Set(ordered.filter((each) => each.verdict === "undo").map((each) => each.target_id));
  index = { targets: new Map(), groups: new Map(), comments: new Map(), own: new Map(), last: null };
  const reviewer = reviewerName();
  for (const each of ordered) {
    if (undone.has(each.decision_id) || each.verdict === "undo") continue;
    const isOwn = each.reviewer === reviewer;
    if (isOwn && each.run_id === bundle.run.id) index.last = each;
    if (isOwn && each.scope === "page" && each.verdict !== "comment") index.own.set(each.target_id, each);
    if (each.verdict === "comment") index.comments.set(each.target_id, each);
    else if (each.scope === "site") index.groups.set(`${each.site}\n${fold(each.text)}`, each);
    else index.targets.set(each.target_id, each);
  }
  return index;
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const fold = (text) => text.split(/\s+/u).filter(Boolean).join(" ");

// In the random sample reviewers judge without seeing each other: only so does agreement tell something.
function verdictOn(block) {
  const { targets, groups, own: ownTargets } = inForce();
  if (state.filter.state === "sample") return ownTargets.get(block.id);
  const own = targets.get(block.id);
  if (own || !groups.size) return own;
  block.folded ??= fold(block.text);
  return groups.get(`${block.page.site}\n${block.folded}`);
}

const verdictOnTarget = (id) => inForce().targets.get(id);
const reviewerName = () => byId("reviewer").value.trim();
const commentOn = (block) => inForce().comments.get(block.id);

// The decision, made and on its way to being saved; null where nobody says who decides.
function decide(block, verdict, more = {}) {
  const reviewer = reviewerName();
  if (!reviewer) {
    say("Enter your name first: it stands beside each decision.");
    byId("reviewer").focus({ preventScroll: true });
    return null;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const made = {
    decision_id: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    at: new Date().toISOString(),
    reviewer,
    verdict,
    scope: "page",
    site: block.page.site,
    page_id: block.page.id,
    target_id: block.id,
    text: block.text,
    run_id: bundle.run.id,
    rule: block.kept ? null : block.rule,
    comment: "",
    reason: null,
    ...more,
  };
  decisions.set(made.decision_id, made);
  unsaved.add(made.decision_id);
  times.push(Date.now());
  changed();
  return made;
}

function changed() {
  index = null;
  remember();
  tellSaved();
  if (bundle.token) send();
}

// Takes the reviewer's last decision on this run back; returns the block it was about.
function undo() {
  const { last } = inForce();
  if (!last) return null;
  const block = blocksById.get(last.target_id) ?? blockOfTarget(last) ?? state.cursor;
  const done = decide(block, "undo", { target_id: last.decision_id, text: last.text, rule: null });
  return done ? block : null;
}

function blockOfTarget(decision) {
  const page = pages.find((each) => each.id === decision.page_id);
  const owns = (block) =>
    block.sections.some((each) => each.section_id === decision.target_id) ||
    block.mentions.some((each) => each.mention_id === decision.target_id);
  return page?.blocks.find(owns);
}

async function send() {
  if (sending || unsaved.size === 0) return;
  sending = true;
  const ids = [...unsaved];
  let done = false;
  try {
    const answer = await fetch("decisions", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Token": bundle.token },
      body: JSON.stringify(ids.map((id) => decisions.get(id))),
    });
    done = answer.ok;
  } catch {
    done = false; // the server is not there; the decisions stay in this browser
  }
  sending = false;
  if (done) ids.forEach((id) => unsaved.delete(id));
  remember();
  tellSaved(!done);
  if (unsaved.size) setTimeout(send, done ? 0 : RETRY_AFTER);
}

function tellSaved(failed = false) {
  const count = plural(unsaved.size, "decision");
  if (bundle.token) byId("save").hidden = !failed;
  if (!unsaved.size) byId("saved").textContent = bundle.token ? "all saved" : "";
  else if (!bundle.token) byId("saved").textContent = `${count} to download`;
  else byId("saved").textContent = failed ? `${count} not saved yet: trying again` : "saving";
}

function download() {
  const lines = [...unsaved].map((id) => JSON.stringify(decisions.get(id)) + "\n");
  if (!lines.length) return say("There is no decision to download.");
  const address = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  const name = reviewerName().replace(/[^\p{L}\p{N}]+/gu, "-") || "reviewer";
  element("a", { href: address, download: `decisions-${bundle.run.id}-${name}.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  say(`Add the file to the others: healthpages review --take FILE`);
}

function say(text) {
  byId("saved").textContent = text;
}

// About how long the rest takes at the pace of the last ten decisions.
function timeLeft(open) {
  const recent = times.slice(-11);
  const gaps = recent.slice(1).map((time, place) => time - recent[place]).sort((a, b) => a - b);
  if (gaps.length < 3) return "";
  const minutes = Math.max(1, Math.round((gaps[gaps.length >> 1] * open) / 60000));
  return `, about ${minutes} min left`;
}
