// The page as it was scraped, in a frame without scripts and without network, at the block.

// Elements that run, load or lead away, and attributes that do. The frame forbids all of it too.
const UNWANTED = "script, noscript, link, meta, base, iframe, frame, frameset, object, embed, applet, portal, template, audio, video, source, track, style, svg, math, form > button, input[type=image]";
const HARMLESS = new Set(["class", "id", "colspan", "rowspan", "alt", "title", "lang", "dir", "start", "type", "value", "hidden", "open", "align"]);

function showOriginal() {
  const block = state.cursor;
  if (!block) return;
  byId("original").hidden = false;
  const source = byId(`original-${block.page.id}`);
  const note = byId("original-note");
  const frame = byId("original-frame");
  if (!source) {
    note.textContent = "The original of this page is not in this file: it was not found beside the run, or the file had no room for it.";
    frame.hidden = true;
    return;
  }
  const original = JSON.parse(source.textContent);
  note.textContent = `${block.page.title || block.page.source}, without its scripts, images and styles`;
  frame.hidden = false;
  frame.addEventListener("load", () => scrollFrame(frame, block), { once: true });
  frame.srcdoc = original.html ? harmless(original.text) : plain(original.text);
}

function harmless(markup) {
  const page = new DOMParser().parseFromString(markup, "text/html");
  page.querySelectorAll(UNWANTED).forEach((each) => each.remove());
  for (const each of page.querySelectorAll("*")) {
    for (const { name } of [...each.attributes]) if (!HARMLESS.has(name)) each.removeAttribute(name);
  }
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

function plain(words) {
  const page = document.implementation.createHTMLDocument("");
  for (const line of words.split("\n")) page.body.append(element("p", {}, line));
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

// Scrolls to the smallest element that holds the block's text, and frames it.
function scrollFrame(frame, block) {
  const page = frame.contentDocument;
  if (!page?.body) return;
  page.documentElement.lang = block.page.language || "en";
  page.body.style.font = "15px/1.5 system-ui, sans-serif";
  page.body.style.margin = "1rem";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  page.body.style.background = dark ? "#15181d" : "#fff";
  page.body.style.color = dark ? "#e3e6ea" : "#1c2024";
  const wanted = fold(block.text);
  const before = block.page.blocks.slice(0, block.place).filter((each) => fold(each.text) === wanted && !each.isGone).length;
  const found = [...page.body.querySelectorAll("*")].filter((each) => fold(each.textContent).includes(wanted));
  const smallest = found.filter((each) => ![...each.children].some((child) => found.includes(child)));
  const same = found.filter((each) => each.localName === block.tag && fold(each.textContent) === wanted);
  const fitting = same.length ? same : smallest;
  const target = fitting[Math.min(before, fitting.length - 1)];
  if (!target) return;
  target.style.outline = "3px solid #b45309";
  target.style.outlineOffset = "2px";
  target.scrollIntoView({ block: "center" });
}

function closeOriginal() {
  byId("original").hidden = true;
  byId("original-frame").srcdoc = "";
}
