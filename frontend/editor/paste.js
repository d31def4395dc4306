// What comes from Word, a mail program or a web page, without its rubbish. The schema lets nothing else in; here what Word
// writes in its own way becomes a list, a heading or a note, before it is read.
import { safeLink } from "./text.js";

const GONE = "script, style, meta, link, title, xml, template, noscript, iframe, object, embed, svg, math, form, input, button, select, textarea, img, video, audio, canvas";
const styleOf = (node) => (node.getAttribute("style") ?? "").toLowerCase();
const COUNTED = /^\(?(?:\d{1,3}|[a-z]{1,4})[.)]/i;
// Deeper than two levels a passage has none.
const DEEPEST = 2;

export function cleaned(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT), found = []; ; ) {
    const next = walker.nextNode();
    if (next) found.push(next);
    else {
      for (const comment of found) comment.remove();
      break;
    }
  }
  const body = page.body;
  notes(body);
  lists(body);
  for (const node of body.querySelectorAll(GONE)) node.remove();
  for (const node of body.querySelectorAll("p.MsoTitle, p.MsoSubtitle")) renamed(node, "h1");
  for (const node of body.querySelectorAll("p[class*=MsoHeading], p[class^=Kop], p[class^=Heading]")) renamed(node, "h3");
  for (const node of body.querySelectorAll("b")) if (/(?:^|;)\s*font-weight:\s*(?:normal|400)/.test(styleOf(node))) unwrapped(node);
  for (const node of body.querySelectorAll("span")) {
    if (/(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)/.test(styleOf(node))) renamed(node, "strong");
    else if (/(?:^|;)\s*font-style:\s*italic/.test(styleOf(node))) renamed(node, "em");
  }
  for (const node of body.querySelectorAll("a")) if (!safeLink(node.getAttribute("href") ?? "")) unwrapped(node);
  // An element with a colon in its name is Word's own.
  for (const node of [...body.querySelectorAll("*")]) if (node.localName.includes(":")) unwrapped(node);
  tables(body);
  flattened(body);
  for (const node of body.querySelectorAll("*")) {
    for (const { name } of [...node.attributes]) if (!["href", "start", "data-note", "data-mark"].includes(name)) node.removeAttribute(name);
  }
  return body.innerHTML;
}

const unwrapped = (node) => node.replaceWith(...node.childNodes);

function renamed(node, name) {
  const other = node.ownerDocument.createElement(name);
  other.append(...node.childNodes);
  node.replaceWith(other);
  return other;
}

// Word writes an item of a list as a paragraph that says its level, with the dot or number inside.
function lists(body) {
  let open = [];
  let last = null;
  for (const item of [...body.querySelectorAll("p")]) {
    const level = Number(/mso-list:[^;]{0,60}level(\d+)/.exec(styleOf(item))?.[1] ?? 0);
    if (!level) continue;
    const mark = [...item.querySelectorAll("*")].find((node) => styleOf(node).replaceAll(" ", "").includes("mso-list:ignore"));
    const name = COUNTED.test(mark?.textContent.trim() ?? "") ? "ol" : "ul";
    mark?.remove();
    if (!last || last.nextElementSibling !== item) open = [];
    const depth = Math.min(level, DEEPEST, open.length + 1);
    open.length = Math.min(open.length, depth);
    if (open.length < depth || open[depth - 1].localName !== name) {
      const list = item.ownerDocument.createElement(name);
      open.length = depth - 1;
      if (depth === 1) item.before(list);
      else open[depth - 2].lastElementChild.append(list);
      open.push(list);
    }
    const entry = item.ownerDocument.createElement("li");
    const words = item.ownerDocument.createElement("p");
    words.append(...item.childNodes);
    entry.append(words);
    open[depth - 1].append(entry);
    item.remove();
    last = open[0];
  }
}

// A list in a list in a list is one of the second level. A list beside an item belongs in it.
function flattened(body) {
  for (const list of [...body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")]) {
    const before = list.previousElementSibling;
    if (before?.localName === "li") before.append(list);
    else unwrapped(list);
  }
  for (let deep = true; deep; ) {
    deep = body.querySelector("li li li");
    if (!deep) break;
    const list = deep.parentElement;
    list.parentElement.closest("li").after(...list.querySelectorAll(":scope > li"));
    list.remove();
  }
}

// One cell is one cell, and a table in a table is words.
function tables(body) {
  for (const inner of [...body.querySelectorAll("table table")]) inner.replaceWith(inner.textContent);
  for (const table of body.querySelectorAll("table")) {
    if (table.rows.length === 1 && table.rows[0].cells.length === 1) {
      table.replaceWith(...table.rows[0].cells[0].childNodes);
      continue;
    }
    for (const cell of [...table.rows].flatMap((row) => [...row.cells])) {
      for (let more = cell.colSpan; more > 1 && more <= 50; more -= 1) cell.after(cell.ownerDocument.createElement("td"));
      const paragraphs = [...cell.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, div")].filter((one) => !one.querySelector("p, li, div"));
      for (const one of paragraphs.slice(0, -1)) one.append(" ");
      for (const one of [...cell.querySelectorAll("p, ul, ol, li, h1, h2, h3, h4, h5, h6, div")]) unwrapped(one);
    }
    for (const cell of [...(table.rows[0]?.cells ?? [])]) if (cell.localName === "td") renamed(cell, "th");
  }
}

// Footnotes of Word: a link to a paragraph at the end, that leads back.
function notes(body) {
  for (const note of [...body.querySelectorAll("[id^=ftn], [id^=edn]")]) {
    const mark = note.id.replace(/[^A-Za-z0-9]/g, "").slice(0, 20);
    const places = [...body.querySelectorAll("a[href]")].filter((one) => one.getAttribute("href").endsWith(`#_${note.id}`));
    if (!places.length) continue;
    for (const place of places) {
      const sup = body.ownerDocument.createElement("sup");
      sup.setAttribute("data-note", mark);
      sup.textContent = mark;
      place.replaceWith(sup);
    }
    for (const back of note.querySelectorAll("a[href*='#_ftnref'], a[href*='#_ednref']")) back.remove();
    const words = body.ownerDocument.createElement("div");
    words.setAttribute("data-mark", mark);
    words.textContent = note.textContent.trim().replace(/\s+/g, " ");
    note.replaceWith(words);
  }
}
