// Wiring: keys, the bar, links to blocks.

const KEYS = [
  ["j", "next block to look at", () => step(1)],
  ["k", "the one before", () => step(-1)],
  ["J", "next page", () => stepPage(1)],
  ["K", "page before", () => stepPage(-1)],
  ["ArrowDown", "next line, also one that is kept", () => stepLine(1)],
  ["ArrowUp", "line before", () => stepLine(-1)],
  ["a", "accept: it is right as it is", accept],
  ["Enter", "accept", accept],
  ["r", "reject: keep what was removed, remove what was kept", reject],
  ["s", "skip", skip],
  ["Space", "skip", skip],
  ["u", "undo, any number of times", undoLast],
  ["A", "accept all with this text on the site, after showing how many", acceptAll],
  ["R", "reject all with this text on the site, after showing how many", rejectAll],
  ...frequent.map((reason, place) => [String(place + 1), `remove as: ${reason.replaceAll("_", " ")}`, () => removeAs(reason)]),
  ["h", "this line is no heading", noHeading],
  ["m", "next cause or remedy in this line; then a or r", nextMention],
  ["c", "comment", comment],
  ["v", "in place, side by side, clean only", nextView],
  ["d", "raw against clean, or run against run", nextMode],
  ["x", "show or fold unchanged lines", toggleExpanded],
  ["w", "ignore white space between runs", toggleSpace],
  ["i", "why: reason, rule, evidence, place", toggleWhy],
  ["o", "original page at this block", () => (byId("original").hidden ? showOriginal() : closeOriginal())],
  ["/", "search", () => byId("search").focus({ preventScroll: true })],
  ["n", "next hit", () => search(1)],
  ["N", "hit before", () => search(-1)],
  ["f", "filter by reason, site, alarm, state", () => openFilter(byId("filters").hidden)],
  ["g g", "first", () => ends(false)],
  ["G", "last", () => ends(true)],
  ["?", "all keys", () => ask("help")],
];
// Keys that a file names otherwise: from the usual one to the wanted one.
for (const entry of KEYS) entry[0] = bundle.keys[entry[0]] ?? entry[0];
const ACTIONS = new Map(KEYS.map(([key, , act]) => [key, act]));
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select";
const PRESSABLE = "button, a, summary, input, select, iframe";
let pressed = ""; // a first g

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (event.key === "Escape") return leave(target);
  if (target.closest(FIELDS)) return;
  const name = event.key === " " ? "Space" : event.key;
  if ((name === "Enter" || name === "Space") && target.closest(PRESSABLE)) return;
  const key = pressed ? `${pressed} ${name}` : name;
  pressed = "";
  if (name === "g" && key === "g") {
    pressed = "g";
    event.preventDefault();
    return;
  }
  const act = ACTIONS.get(key);
  if (!act) return;
  event.preventDefault();
  act();
}

// Escape leaves, in turn: a field, a mention, the original, the filter.
function leave(target) {
  if (target.closest(FIELDS)) {
    target.blur();
    if (state.cursor) back(state.cursor);
  } else if (state.mention) {
    state.mention = null;
    redrawBlock(state.cursor);
  } else if (!byId("original").hidden) closeOriginal();
  else openFilter(false);
}

function options(select, pairs) {
  select.replaceChildren(...pairs.map(([value, label]) => element("option", { value }, label)));
}

function fillFilters() {
  const all = [["", "all"]];
  const pick = (values) => [...all, ...[...new Set(values)].sort().map((value) => [value, value.replaceAll("_", " ")])];
  options(byId("filter-reason"), pick([...blocksById.values()].map((block) => block.reason).filter(Boolean)));
  options(byId("filter-site"), [...all, ...[...new Set(pages.map((page) => page.site))].sort().map((site) => [site, site])]);
  options(byId("filter-alarm"), pick(pages.flatMap((page) => page.alarms.map(alarmKind))));
  options(byId("filter-state"), [...all, ["open", "not decided"], ["decided", "decided"], ["sample", "random sample"]]);
  for (const name of Object.keys(state.filter)) {
    byId(`filter-${name}`).addEventListener("change", (event) => {
      state.filter[name] = event.target.value;
      redraw();
      if (byId("list").open) fillList();
    });
  }
}

function fillModes() {
  const modes = [["clean", "raw and clean"]];
  if (bundle.against) modes.push(["runs", "run and run"]);
  for (const [value, label] of modes) {
    const radio = element("input", { type: "radio", name: "mode", value, checked: state.mode === value, onchange: () => setMode(value) });
    byId("modes").append(element("label", { class: "check" }, radio, ` ${label}`));
  }
}

function followLink() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id.startsWith("b-") && blocksById.has(id.slice(2))) return moveTo(blocksById.get(id.slice(2)));
  const page = id.startsWith("p-") && pages.find((each) => each.id === id.slice(2));
  if (page) moveTo(page.blocks.find((block) => !block.isGone) ?? null);
  return undefined;
}

function rememberName() {
  const field = byId("reviewer");
  try {
    field.value = bundle.reviewer || localStorage.getItem("healthpages-reviewer") || "";
    field.addEventListener("change", () => localStorage.setItem("healthpages-reviewer", field.value));
  } catch {
    field.value = bundle.reviewer; // no storage in this browser
  }
}

// Under another name undo and the random sample are about other decisions.
function changedName() {
  index = null;
  if (state.filter.state === "sample") redraw();
  else tellProgress();
}

function start() {
  byId("help").querySelector("tbody").append(
    ...KEYS.map(([key, told]) => element("tr", {}, element("td", {}, element("kbd", {}, key)), element("td", {}, told))),
  );
  fillModes();
  fillFilters();
  rememberName();
  tellAbout();
  byId("space-label").hidden = state.mode === "clean";
  byId("expand").checked = state.expanded;
  byId("save").hidden = Boolean(bundle.token);
  layOut();
  tellSaved();
  if (bundle.token && unsaved.size) send();

  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", followLink);
  byId("view").addEventListener("change", (event) => setView(event.target.value));
  byId("order").addEventListener("change", (event) => {
    state.order = event.target.value;
    tellProgress();
  });
  byId("expand").addEventListener("change", toggleExpanded);
  byId("space").addEventListener("change", toggleSpace);
  byId("save").addEventListener("click", download);
  byId("before-button").addEventListener("click", () => step(-1));
  byId("next-button").addEventListener("click", () => step(1));
  byId("undo-button").addEventListener("click", undoLast);
  byId("reviewer").addEventListener("change", changedName);
  new ResizeObserver(([bar]) => document.body.style.setProperty("--bar", `${bar.target.offsetHeight}px`)).observe(byId("bar"));
  byId("help-button").addEventListener("click", () => ask("help"));
  byId("filter-button").addEventListener("click", () => openFilter(byId("filters").hidden));
  byId("filter-clear").addEventListener("click", clearFilter);
  byId("original-close").addEventListener("click", closeOriginal);
  byId("list").addEventListener("toggle", () => byId("list").open && fillList());
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    state.query = byId("search").value.trim();
    search(0);
  });
  addEventListener("beforeunload", (event) => {
    if (bundle.token && unsaved.size) event.preventDefault();
  });
  if (location.hash) followLink();
}

start();
