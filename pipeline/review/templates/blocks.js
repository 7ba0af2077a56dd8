// Drawing one block. Text of pages is only ever set as text.

const VERDICTS = {
  accept: "accepted",
  keep: "to be kept",
  remove: "to be removed",
  not_heading: "no heading",
  not_mention: "no cause or remedy",
};

function drawBlock(block) {
  const verdict = verdictOn(block);
  const classes = ["block", block.kept ? "kept" : "removed"];
  if (block.isChange) classes.push("change");
  if (block.isGone) classes.push("gone");
  if (verdict) classes.push(`said-${verdict.verdict}`);
  const item = element("li", { id: `b-${block.id}`, class: classes.join(" "), tabindex: "-1" });
  if (block.reason) item.dataset.reason = block.reason;
  item.append(margin(block), text(block));
  const notes = notesOn(block, verdict);
  if (notes.childNodes.length) item.append(notes);
  if (state.cursor === block) {
    item.setAttribute("aria-current", "true");
    item.tabIndex = 0;
    item.append(actionsFor(block));
  }
  if (state.why.has(block)) item.append(why(block));
  item.addEventListener("click", (event) => {
    if (!event.target.closest("button, a, summary") && !String(getSelection())) moveTo(block, { focus: true });
  });
  return item;
}

// The reason, or the change, as a word: colour is never the only sign.
function margin(block) {
  const cell = element("div", { class: "margin" });
  if (state.mode === "runs" && block.isChange) cell.append(element("b", { class: "what" }, block.change));
  const heading = block.kept && block.sections[0];
  const reason = (name) => name.replaceAll("_", " ");
  const was = state.mode === "runs" && block.change === "reason changed" ? `${reason(block.was[1])} → ` : "";
  if (!block.kept) cell.append(element("span", { class: "reason" }, was + reason(block.reason)));
  else if (heading) cell.append(element("span", { class: "number", title: heading.kind }, heading.number));
  return cell;
}

function text(block) {
  const cell = element("div", { class: "texts" });
  if (state.view === "clean") {
    cell.append(element("p", { class: "text" }, ...cleanText(block)));
  } else if (state.view === "side") {
    cell.append(element("p", { class: "text left" }, ...before(block)), element("p", { class: "text right" }, ...after(block)));
  } else {
    cell.append(element("p", { class: "text" }, ...inPlace(block)));
  }
  return cell;
}

function inPlace(block) {
  if (state.mode === "runs" && block.pieces) return block.pieces.map(piece);
  if (!block.kept || block.isGone) return [spoken(block.isGone ? "gone: " : "removed: "), element("del", {}, block.text)];
  return cleanText(block);
}

const spoken = (words) => element("span", { class: "spoken" }, words);

function piece([kind, words]) {
  if (kind === "=") return document.createTextNode(words);
  return element(kind === "-" ? "del" : "ins", {}, words);
}

// Left: the scraped page; between runs the page as the other run had it.
function before(block) {
  if (state.mode === "clean") return [block.kept ? block.text : element("del", {}, block.text)];
  if (block.change === "new on the page") return [];
  if (block.pieces) return block.pieces.filter(([kind]) => kind !== "+").map(piece);
  const [kept] = block.was ?? [block.kept];
  return [kept ? block.text : element("del", {}, block.text)];
}

// Right: what is left of it; between runs the page as this run has it.
function after(block) {
  if (block.isGone) return [];
  if (state.mode === "clean") return block.kept ? cleanText(block) : [];
  if (block.pieces) return block.pieces.filter(([kind]) => kind !== "-").map(piece);
  return block.kept ? cleanText(block) : [element("del", {}, block.text)];
}

// The text with its causes and remedies marked; where two overlap the first is marked.
function cleanText(block) {
  const parts = [];
  let end = 0;
  for (const mention of [...block.mentions].sort((a, b) => a.start - b.start)) {
    if (mention.start < end) continue;
    parts.push(block.text.slice(end, mention.start), mark(mention));
    end = mention.start + mention.text.length;
  }
  parts.push(block.text.slice(end));
  const heading = block.sections[0];
  if (!heading) return parts;
  const refused = verdictOnTarget(heading.section_id);
  return [element("strong", { class: refused ? "heading refused" : "heading", "data-level": heading.level }, ...parts)];
}

function mark(mention) {
  const label = mention.label.toLowerCase();
  const denied = mention.negated ? ` denied by “${mention.cue ?? "?"}”` : "";
  const refused = verdictOnTarget(mention.mention_id);
  const classes = ["mention", label, mention.negated ? "negated" : "", refused ? "refused" : ""];
  if (state.mention === mention) classes.push("chosen");
  const title = `${label}${mention.aspect ? `, ${mention.aspect}` : ""}${denied} (${mention.rule})`;
  return element("mark", { class: classes.join(" ").trim(), title }, mention.text, spoken(` (${label}${denied})`));
}

// What was decided, and what people wrote.
function notesOn(block, verdict) {
  const notes = element("p", { class: "notes" });
  if (verdict) {
    const here = block.group && verdict.verdict !== "accept" ? " on this page only" : "";
    const reach = verdict.scope === "site" ? " on the whole site" : here;
    const other = verdict.reason && verdict.verdict === "remove" ? ` as ${verdict.reason.replaceAll("_", " ")}` : "";
    notes.append(element("b", {}, `${VERDICTS[verdict.verdict]}${other}${reach}`), ` · ${verdict.reviewer}`);
  }
  for (const section of block.sections) {
    const refused = verdictOnTarget(section.section_id);
    if (refused) notes.append(" ", element("b", {}, "no heading"), ` · ${refused.reviewer}`);
  }
  for (const mention of block.mentions) {
    const refused = verdictOnTarget(mention.mention_id);
    if (refused) notes.append(" ", element("b", {}, `“${mention.text}”: ${VERDICTS[refused.verdict]}`), ` · ${refused.reviewer}`);
  }
  const remark = commentOn(block);
  if (remark) notes.append(" ", element("q", {}, remark.comment), ` · ${remark.reviewer}`);
  return notes;
}

// Everything that keys do with a block, for those who point.
function actionsFor(block) {
  const bar = element("div", { class: "actions", role: "group", "aria-label": "Decide" });
  const add = (label, usual, act) => {
    const key = bundle.keys[usual] ?? usual;
    bar.append(element("button", { type: "button", onclick: act, "aria-keyshortcuts": key }, `${label} `, element("kbd", {}, key)));
  };
  if (state.mention) {
    add(`“${state.mention.text}” is right`, "a", accept);
    add("it is not", "r", reject);
    return bar;
  }
  if (block.isGone) return bar;
  add("Accept", "a", accept);
  add(block.kept ? "Remove this" : "Keep this", "r", reject);
  if (block.group) {
    const all = `all ${bundle.groups[block.group].pages} pages`;
    add(`Accept on ${all}`, "A", acceptAll);
    add(`${block.kept ? "Remove" : "Keep"} on ${all}`, "R", rejectAll);
  }
  add("Skip", "s", skip);
  if (block.sections.length) add("No heading", "h", noHeading);
  if (block.mentions.length) add("Mentions", "m", nextMention);
  add("Comment", "c", comment);
  add("Why", "i", toggleWhy);
  add("Original", "o", showOriginal);
  bar.append(reasonChoice());
  return bar;
}

// Removing with another reason, for those who point.
function reasonChoice() {
  const choice = element("select", { "aria-label": "Remove as", onchange: () => removeAs(choice.value) });
  const named = frequent.map((reason) => element("option", { value: reason }, reason.replaceAll("_", " ")));
  choice.append(element("option", { value: "" }, "Remove as …"), ...named);
  return choice;
}

function why(block) {
  const facts = element("dl", { class: "why" });
  const add = (name, value) => value !== "" && value !== null && facts.append(element("dt", {}, name), element("dd", {}, String(value)));
  if (block.reason) add("reason", `${block.reason}: ${bundle.reasons[block.reason] ?? ""}`);
  add("decision", block.kept ? "kept" : "removed");
  if (block.was) add("before", block.was[0] ? "kept" : `removed: ${block.was[1]}`);
  add("rule", block.rule);
  add("saw", block.evidence);
  add("sure", block.score === null ? null : `${Math.round(block.score * 100)} %`);
  if (block.group) {
    const group = bundle.groups[block.group];
    add("on this site", `on ${group.pages} pages: removed ${group.removed} times, kept ${group.kept} times`);
  }
  for (const section of block.sections) {
    add("section", `${section.number} ${section.heading} · ${section.kind} · sure ${Math.round(section.score * 100)} % · ${section.evidence}`);
  }
  for (const mention of block.mentions) {
    const denied = mention.negated ? ` · denied by “${mention.cue ?? "?"}”` : "";
    add(mention.label.toLowerCase(), `${mention.text} → ${mention.term} · ${mention.rule} · sure ${Math.round(mention.score * 100)} %${denied}`);
  }
  add("element", block.where.startsWith(block.tag) ? block.where : `${block.tag} ${block.where}`); // of bare text: line 7
  add("characters", `${block.start} to ${block.end}`);
  add("code", bundle.run.code);
  add("id", block.id);
  return facts;
}
