// A passage as it is kept and as it is edited: text with marks (docs/marked-text.md) to a document of ProseMirror and
// back. The rules are those of src/regiotafel/text/marked.py; tests/browser holds the two beside each other.
import MarkdownIt from "markdown-it";
import { Fragment, Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

// ---- What a document consists of: nothing else can come into the editor ----

const plainTag = (name) => ({ parseDOM: [{ tag: name }], toDOM: () => [name, 0] });
const address = (node) => (safeLink(node.getAttribute("href") ?? "") ? { href: node.getAttribute("href") } : false);

export const schema = new Schema({
  nodes: {
    doc: { content: "(block | note)+" },
    paragraph: { group: "block", content: "inline*", ...plainTag("p") },
    heading: {
      group: "block",
      content: "inline*",
      attrs: { level: { default: 3 } },
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level < 4 ? 3 : 4 } })),
      // In the form it stands straight under the title of the page.
      toDOM: (node) => [`h${node.attrs.level}`, { "aria-level": node.attrs.level - 1 }, 0],
    },
    bullet_list: { group: "block list", content: "list_item+", ...plainTag("ul") },
    ordered_list: {
      group: "block list",
      content: "list_item+",
      attrs: { start: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (node) => ({ start: Math.max(Number.parseInt(node.getAttribute("start"), 10) || 1, 0) }) }],
      toDOM: (node) => (node.attrs.start === 1 ? ["ol", 0] : ["ol", { start: node.attrs.start }, 0]),
    },
    list_item: { content: "paragraph (paragraph | list)*", defining: true, ...plainTag("li") },
    ...tableNodes({ tableGroup: "block", cellContent: "paragraph", cellAttributes: {} }),
    note: {
      content: "(text | hard_break)*",
      attrs: { mark: {} },
      defining: true,
      parseDOM: [{ tag: "div[data-mark]", getAttrs: (node) => ({ mark: node.getAttribute("data-mark") }) }],
      toDOM: (node) => ["div", { class: "rt-edit__note", "data-mark": node.attrs.mark }, 0],
    },
    hard_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    note_mark: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { mark: {} },
      parseDOM: [{ tag: "sup[data-note]", getAttrs: (node) => ({ mark: node.getAttribute("data-note") }) }],
      toDOM: (node) => ["sup", { "data-note": node.attrs.mark }, node.attrs.mark],
    },
    text: { group: "inline" },
  },
  marks: {
    link: { attrs: { href: {} }, inclusive: false, parseDOM: [{ tag: "a[href]", getAttrs: address }], toDOM: (mark) => ["a", { href: mark.attrs.href }, 0] },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  },
});

const SAFE = /^(?:https?:\/\/[\p{L}\p{N}][\p{L}\p{N}_.-]*(?::\d{1,5})?(?:[/?#].*)?|\/(?!\/).*|mailto:[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+\.[\p{L}\p{N}_.-]+(?:\?subject=[^&]*)?)$/iu;
const UNSAFE = /[\s\x00-\x20\x7f-\xa0<>"'`\\^{|}\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/;
export const safeLink = (href) => href.length <= 2000 && !UNSAFE.test(href) && SAFE.test(href);

// ---- From text: the parser that the server has too, with the same rules of our own ----

const ITEM = /^(?:-|\d{1,3}\.)[ \t]+\S/;
const TITLE = /^####?[ \t]+\S/;
const NOTE = /^\[\^([A-Za-z0-9-]{1,20})\]:[ \t]*(?=\S)/;
const NOTE_MARK = /\[\^([A-Za-z0-9-]{1,20})\]/y;
const LINK = /\[((?:[^[\]\\\n]|\\.)+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)/y;

const lineOf = (state, line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
const isInside = (state, line) => state.level > 0 && state.sCount[line] >= state.blkIndent;
const at = (pattern, state, place = state.pos) => {
  pattern.lastIndex = place;
  const found = pattern.exec(state.src);
  return found && pattern.lastIndex <= state.posMax ? found : null;
};

function parser() {
  const md = new MarkdownIt("zero", { html: false, breaks: true });
  const rules = Object.fromEntries([...md.block.ruler.__rules__, ...md.inline.ruler.__rules__].map((rule) => [rule.name, rule.fn]));
  const block = (name, rule) => md.block.ruler.at(name, rule, { alt: ["paragraph"] });
  const cells = (state, line) => lineOf(state, line).trim().replace(/^\|/, "").split(/(?<!\\)\|(?!$)/);
  block("table", (state, start, end, silent) => {
    if (isInside(state, start) || !rules.table(state, start, end, true)) return false;
    let last = start + 2;
    const most = cells(state, start).length;
    while (last < end && !state.isEmpty(last) && cells(state, last).length <= most) last += 1;
    return silent || rules.table(state, start, last, false);
  });
  block("list", (state, start, end, silent) => {
    if (state.level >= 4 && isInside(state, start)) return false;
    return ITEM.test(lineOf(state, start)) && rules.list(state, start, end, silent);
  });
  block("heading", (state, start, end, silent) =>
    !isInside(state, start) && TITLE.test(lineOf(state, start)) && rules.heading(state, start, end, silent));
  md.block.ruler.before("table", "note", (state, start, end, silent) => {
    const found = NOTE.exec(lineOf(state, start));
    if (isInside(state, start) || !found || state.env.notes.has(found[1])) return false;
    if (silent) return true;
    state.env.notes.add(found[1]);
    const lines = [lineOf(state, start).slice(found[0].length)];
    let line = start + 1;
    const others = md.block.ruler.getRules("paragraph");
    for (; line < end && !state.isEmpty(line) && !others.some((rule) => rule(state, line, end, true)); line += 1) lines.push(lineOf(state, line));
    state.push("note_open", "", 1).info = found[1];
    const token = state.push("inline", "", 0);
    token.content = lines.join("\n").trim();
    token.children = [];
    state.push("note_close", "", -1);
    state.line = line;
    return true;
  }, { alt: ["paragraph"] });
  md.inline.ruler.at("emphasis", (state, silent) => state.src[state.pos] === "*" && rules.emphasis(state, silent));
  md.inline.ruler.at("link", (state, silent) => {
    const found = at(LINK, state);
    if (!found?.[1].trim() || !safeLink(found[2])) return false;
    if (!silent) {
      const [start, most] = [state.pos + 1, state.posMax];
      state.pos = start;
      state.posMax = start + found[1].length;
      state.push("link_open", "", 1).info = found[2];
      md.inline.tokenize(state);
      state.push("link_close", "", -1);
      state.posMax = most;
      state.pos = start - 1;
    }
    state.pos += found[0].length;
    return true;
  });
  md.inline.ruler.before("link", "note_mark", (state, silent) => {
    const found = at(NOTE_MARK, state);
    if (!found || !state.env.notes.has(found[1])) return false;
    if (!silent) state.push("note_mark", "", 0).info = found[1];
    state.pos += found[0].length;
    return true;
  });
  // There are no pictures: what would be one stays text, and is no link either.
  md.inline.ruler.before("link", "picture", (state, silent) => {
    if (state.src[state.pos] !== "!" || !at(LINK, state, state.pos + 1)) return false;
    if (!silent) state.pending += "![";
    state.pos += 2;
    return true;
  });
  return md.enable(["table", "list", "heading", "note", "newline", "escape", "emphasis", "link", "note_mark", "picture"]);
}

const MARKS = { strong: "strong", em: "em", link: "link" };
const md = parser();

function inline(tokens, isNote) {
  const found = [];
  let marks = [];
  for (const token of tokens) {
    const [sort, what] = token.type.split("_");
    if (MARKS[sort] && what === "open") marks = [...marks, schema.mark(sort, sort === "link" ? { href: token.info } : null)];
    else if (MARKS[sort] && what === "close") marks = marks.filter((_mark, place) => place !== marks.findLastIndex((one) => one.type.name === sort));
    else if (token.type === "softbreak" || token.type === "hardbreak") found.push(schema.node("hard_break"));
    else if (token.type === "note_mark" && !isNote) found.push(schema.node("note_mark", { mark: token.info }));
    else {
      const words = token.type === "note_mark" ? `[^${token.info}]` : token.content;
      if (words) found.push(schema.text(words, marks.reduce((set, mark) => mark.addToSet(set), [])));
    }
  }
  return found;
}

const BLOCKS = { paragraph: "paragraph", heading: "heading", note: "note", bullet: "bullet_list", ordered: "ordered_list", list: "list_item", table: "table", tr: "table_row", th: "table_header", td: "table_cell" };

export function fromText(text) {
  const open = [{ name: "doc", content: [] }];
  for (const token of md.parse(text, { notes: new Set() })) {
    if (token.type === "inline") {
      const here = open.at(-1);
      const words = inline(token.children, here.name === "note");
      here.content.push(...(here.name.startsWith("table_") ? [schema.node("paragraph", null, words)] : words));
      continue;
    }
    const name = BLOCKS[token.type.split("_")[0]];
    if (!name) continue; // head and body of a table
    if (token.nesting > 0) {
      const attrs = { heading: { level: token.markup.length }, note: { mark: token.info }, ordered_list: { start: Number(token.attrGet("start") ?? 1) } }[name];
      open.push({ name, attrs, content: [] });
    } else {
      const { attrs, content } = open.pop();
      if (name === "list_item" && content[0]?.type.name !== "paragraph") content.unshift(schema.node("paragraph"));
      open.at(-1).content.push(schema.node(name, attrs, content));
    }
  }
  const { content } = open[0];
  return schema.node("doc", null, content.length ? content : [schema.node("paragraph")]);
}

// ---- To text ----

const ESCAPED = /\\(?=[!-/:-@[-`{-~\n]|$)|(?<!\s)\*|\*(?!\s)|\[(?=\^)|\](?=\()/g;
const AT_START = /^(?:-(?=[ \t])|(\d{1,3})(?=\.[ \t])|#(?=###?[ \t]|##[ \t])|[-:|][-:|\s]*$)/;
// Which mark lies around which: the first that reads again as it is written.
const WAYS = [["link", "strong", "em"], ["link", "em", "strong"]];

// Marks begin and end at words: spaces at their ends stand outside them, and so does another sign with a letter on its
// other side, for there no mark is read ("**Let op:**nu"): as src/regiotafel/formats/prose/looks.py does it.
const SIGN = /[\p{P}\p{S}]/u;
const ENDS_WORDS = /^$|[\s\p{P}!-/:-@[-`{-~]/u;

const lettersOf = (nodes) =>
  nodes.flatMap((node) => (node.isText ? [...node.text].map((sign) => ({ sign, marks: node.marks })) : [{ sign: node.type.name === "hard_break" ? "\n" : "", marks: [], node }]));
const nodesOf = (letters) => Fragment.fromArray(letters.map((one) => one.node ?? schema.text(one.sign, one.marks))).content;
const markOf = (one, name) => one.marks.find((mark) => mark.type.name === name);
const isSame = (one, beside, name) => (markOf(one, name) ? Boolean(markOf(beside, name)?.eq(markOf(one, name))) : !markOf(beside, name));

function withinWords(letters, way) {
  if (!letters.some((one) => one.marks.length)) return letters;
  const found = letters.map((one) => ({ ...one }));
  for (const order of [found, found.toReversed()]) {
    let beside = { sign: "\n", marks: [] };
    for (const one of order) {
      one.marks = less(one, beside, way);
      beside = one;
    }
  }
  return found;
}

// The marks of a letter beside another: without those that cannot begin or end between them.
function less(one, beside, way) {
  let gone = [];
  if (/\s/.test(one.sign)) {
    // All marks in another end where it does.
    const deepest = way.findIndex((name) => !isSame(one, beside, name));
    gone = deepest < 0 ? [] : way.slice(deepest);
  } else if (isSame(one, beside, "link") && SIGN.test(one.sign) && !ENDS_WORDS.test(beside.sign)) {
    gone = ["strong", "em"].filter((name) => !markOf(beside, name));
  }
  return one.marks.filter((mark) => !gone.includes(mark.type.name));
}

function runs(nodes, way, depth = 0, isLink = false) {
  if (depth === way.length) {
    return nodes.map((node) => {
      if (node.type.name === "hard_break") return "\n";
      if (node.type.name === "note_mark") return `[^${node.attrs.mark}]`;
      const words = node.text.replace(ESCAPED, "\\$&");
      return isLink ? words.replace(/(\\[^])|[[\]]/g, (found, sign) => sign ?? `\\${found}`) : words;
    }).join("");
  }
  const marked = (node) => (node.isText ? node.marks.find((one) => one.type.name === way[depth]) : undefined);
  let found = "";
  for (let start = 0; start < nodes.length; ) {
    const mark = marked(nodes[start]);
    let end = start + 1;
    while (end < nodes.length && (mark ? marked(nodes[end])?.eq(mark) : !marked(nodes[end]))) end += 1;
    const words = runs(nodes.slice(start, end), way, depth + 1, isLink || mark?.type.name === "link");
    if (!mark) found += words;
    else if (way[depth] === "link") found = `${found.replace(/!$/, "\\!")}[${words}](${mark.attrs.href})`;
    else found += way[depth] === "strong" ? `**${words}**` : `*${words}*`;
    start = end;
  }
  return found;
}

// Null when no way of writing it reads again.
function written(letters) {
  for (const way of WAYS) {
    const nodes = nodesOf(withinWords(letters, way));
    const words = runs(nodes, way);
    const isMixed = ["strong", "em"].every((name) => nodes.some((one) => markOf(one, name)));
    if (!isMixed || runs(inline(md.parseInline(words, { notes: { has: () => true } })[0].children), way) === words) return words;
  }
  return null;
}

const withoutEmphasis = (letters) => letters.map((one) => ({ ...one, marks: one.marks.filter((mark) => mark.type.name !== "em") }));

// Where in a word one mark ends inside another, the emphasis goes; elsewhere it stays.
function withoutHalves(letters) {
  const words = [];
  letters.forEach((one, place) => {
    if (!place || /\s/.test(one.sign) !== /\s/.test(letters[place - 1].sign)) words.push([]);
    words.at(-1).push(one);
  });
  return words.flatMap((word) => (written(word) === null ? withoutEmphasis(word) : word));
}

function wordsOf(node) {
  const letters = lettersOf(node.content.content);
  return written(letters) ?? written(withoutHalves(letters)) ?? written(withoutEmphasis(letters));
}
const onOneLine = (node) => wordsOf(node).replace(/\s*\n\s*/g, " ").trim();
const lines = (node) =>
  wordsOf(node).split("\n").map((line) => {
    const found = AT_START.exec(line.trimStart());
    if (!found) return line.trim();
    return found[1] ? line.trimStart().replace(".", "\\.") : `\\${line.trimStart()}`;
  }).join("\n");
const under = (text, width) => text.replace(/\n(?!\n|$)/g, `\n${" ".repeat(width)}`);
const children = (node) => node.content.content;

function blockText(node) {
  const name = node.type.name;
  if (name === "heading") return onOneLine(node) && `${"#".repeat(node.attrs.level)} ${onOneLine(node)}`;
  if (name === "note") return `[^${node.attrs.mark}]: ${lines(node) || "…"}`;
  if (name === "bullet_list" || name === "ordered_list") {
    return children(node).map((item, place) => {
      const mark = name === "bullet_list" ? "- " : `${node.attrs.start + place}. `;
      // What is a paragraph of its own in an item stands behind an empty line, a list straight under its words.
      const text = children(item).reduce((all, one, n) => all + (n ? (one.isTextblock ? "\n\n" : "\n") : "") + blockText(one), "");
      return text.trim() && mark + under(text, mark.length);
    }).filter(Boolean).join("\n");
  }
  if (name === "table") {
    const rows = children(node).map((row) => `| ${children(row).map((cell) => onOneLine(cell.firstChild).replaceAll("|", "\\|")).join(" | ")} |`);
    return [rows[0], `|${" --- |".repeat(node.firstChild.childCount)}`, ...rows.slice(1)].join("\n");
  }
  return lines(node);
}

export const toText = (doc) => children(doc).map(blockText).filter((text) => text.trim()).join("\n\n");
