// What the page knows: the bundle, what is chosen in the bar, where the cursor stands.

const byId = (id) => document.getElementById(id);
const bundle = JSON.parse(byId("bundle").textContent);

const CONTEXT = 2; // unchanged lines left standing around a change where lines are folded

const state = {
  mode: bundle.against ? "runs" : "clean",
  view: "place",
  order: "doubt",
  expanded: !bundle.against,
  ignoreSpace: false,
  filter: { reason: "", site: "", alarm: "", state: "" },
  query: "",
  cursor: null, // a block
  mention: null, // a mention that stands under the cursor
  unfolded: new Set(), // first blocks of folded stretches that were opened
  why: new Set(), // blocks whose details are open
};

const columns = Object.fromEntries(bundle.columns.map((name, index) => [name, index]));

// A block: one line of one page, with the names of the columns as properties.
class Block {
  constructor(page, place, row) {
    this.page = page;
    this.place = place;
    for (const name in columns) this[name] = row[columns[name]];
    this.isGone = this.change === "no longer on the page";
    this.sections = [];
    this.mentions = [];
  }
  get isChange() {
    if (state.mode === "clean") return !this.kept && !this.isGone;
    return Boolean(this.change) && !(state.ignoreSpace && this.spaceOnly);
  }
}

const pages = bundle.pages.map((page, index) => {
  const made = { ...page, index, drawn: false, element: null };
  made.blocks = page.blocks.map((row, place) => new Block(made, place, row));
  made.isChanged = made.blocks.some((block) => block.change) || page.rows.length > 0 || page.facts.length > 0;
  const blockOf = new Map(made.blocks.map((block) => [block.id, block]));
  for (const section of page.sections) blockOf.get(section.block_id)?.sections.push(section);
  for (const mention of page.mentions) blockOf.get(mention.block_id)?.mentions.push(mention);
  return made;
});

const blocksById = new Map();
const blocksOfGroup = new Map();
for (const page of pages) {
  for (const block of page.blocks) {
    if (!block.isGone) blocksById.set(block.id, block);
    if (!block.group) continue;
    if (!blocksOfGroup.has(block.group)) blocksOfGroup.set(block.group, []);
    blocksOfGroup.get(block.group).push(block);
  }
}

const queueByDoubt = bundle.queue.map(([page, place]) => pages[page].blocks[place]);
const queued = new Set(queueByDoubt);

function fits(page) {
  const { site, alarm } = state.filter;
  if (state.mode === "runs" && !state.expanded && !page.isChanged) return false;
  return (!site || page.site === site) && (!alarm || page.alarms.some((text) => alarmKind(text) === alarm));
}

// The alarm without its figures: "numbers 1, 2, 4" and "numbers 1, 3" are one kind.
function alarmKind(text) {
  return text.startsWith("numbers ") ? "numbers with gaps" : text.replace(/^[\d,.]+% |: [\d,]+$/g, "");
}

function blockFits(block) {
  const wanted = state.filter;
  if (wanted.reason && block.reason !== wanted.reason) return false;
  if (wanted.state === "open") return !verdictOn(block);
  if (wanted.state === "decided") return Boolean(verdictOn(block));
  if (wanted.state === "sample") return Boolean(block.sampled) && !block.kept;
  return true;
}

// The blocks to go through, in the chosen order.
function queue() {
  const asked = (block) => fits(block.page) && blockFits(block) && (state.mode === "clean" || block.isChange);
  if (state.filter.state === "sample") {
    return pages.flatMap((page) => page.blocks).filter((block) => !block.isGone && asked(block));
  }
  const found = queueByDoubt.filter(asked);
  if (state.order === "page") found.sort((a, b) => a.page.index - b.page.index || a.place - b.place);
  return found;
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
