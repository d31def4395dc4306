// Writes a passage with headings, lists, tables, links and notes into the text field of its form. The field stays what
// the form sends, keeps, counts and compares; without scripts it is all there is.
import { baseKeymap, chainCommands, setBlockType, toggleMark } from "prosemirror-commands";
import { closeHistory, history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Slice } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { cleaned } from "./paste.js";
import { fromText, safeLink, schema, toText } from "./text.js";

const { nodes, marks } = schema;
const LISTS = [nodes.bullet_list, nodes.ordered_list];
const MOST_LEVELS = 2;

// ---- What somebody can do: each is a command of ProseMirror ----

const depthOf = ($pos, types) => {
  let found = 0;
  for (let depth = $pos.depth; depth > 0; depth -= 1) if (types.includes($pos.node(depth).type)) found += 1;
  return found;
};
const listAround = (state) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if (LISTS.includes($from.node(depth).type)) return { node: $from.node(depth), pos: $from.before(depth) };
  return null;
};
const isNote = (state) => state.selection.$from.parent.type === nodes.note;

const heading = (level) => (state, dispatch) => {
  const isOne = state.selection.$from.parent.hasMarkup(nodes.heading, { level });
  return setBlockType(isOne ? nodes.paragraph : nodes.heading, isOne ? null : { level })(state, dispatch);
};

// Off when it is such a list, another kind of list when it is one, else a new list.
const list = (type) => (state, dispatch) => {
  const around = listAround(state);
  if (!around) return !isInTable(state) && wrapInList(type)(state, dispatch);
  if (around.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
  dispatch?.(state.tr.setNodeMarkup(around.pos, type));
  return true;
};
const deeper = (state, dispatch) => depthOf(state.selection.$from, LISTS) < MOST_LEVELS && sinkListItem(nodes.list_item)(state, dispatch);
const shallower = liftListItem(nodes.list_item);

const insertTable = (state, dispatch) => {
  if (isInTable(state) || isNote(state) || listAround(state)) return false;
  const row = (type) => nodes.table_row.create(null, [0, 1].map(() => type.createAndFill()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (dispatch) {
    const at = state.selection.$from.after(1);
    const tr = state.tr.insert(at, at === state.doc.content.size ? [table, nodes.paragraph.create()] : table);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView());
  }
  return true;
};

const insertNote = (state, dispatch) => {
  if (isNote(state) || !state.selection.$from.parent.inlineContent) return false;
  const taken = new Set();
  state.doc.descendants((node) => void (node.attrs.mark && taken.add(node.attrs.mark)));
  let mark = 1;
  while (taken.has(String(mark))) mark += 1;
  if (dispatch) {
    let tr = state.tr.setSelection(TextSelection.near(state.selection.$to)).insert(state.selection.to, nodes.note_mark.create({ mark: String(mark) }));
    tr = tr.insert(tr.doc.content.size, nodes.note.create({ mark: String(mark) }));
    dispatch(tr.setSelection(TextSelection.atEnd(tr.doc)).scrollIntoView());
  }
  return true;
};

// From a note to behind its number in the text.
const leaveNote = (state, dispatch) => {
  if (!isNote(state)) return false;
  let place = null;
  state.doc.descendants((node, pos) => {
    if (place === null && node.type === nodes.note_mark && node.attrs.mark === state.selection.$from.parent.attrs.mark) place = pos + 1;
  });
  if (place !== null) dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, place)).scrollIntoView());
  return true;
};

const lineBreak = (state, dispatch) => {
  if (!isInTable(state)) dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

const COMMANDS = {
  heading: heading(3), smaller: heading(4), bullets: list(nodes.bullet_list), numbers: list(nodes.ordered_list), deeper, shallower,
  table: insertTable, row: addRowAfter, column: addColumnAfter, "drop-row": deleteRow, "drop-column": deleteColumn,
  "drop-table": deleteTable, note: insertNote, strong: toggleMark(marks.strong), em: toggleMark(marks.em), undo, redo,
};

const hasMark = (state, type) => {
  const { from, $from, to, empty } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
};
const PRESSED = {
  heading: (state) => state.selection.$from.parent.hasMarkup(nodes.heading, { level: 3 }),
  smaller: (state) => state.selection.$from.parent.hasMarkup(nodes.heading, { level: 4 }),
  bullets: (state) => listAround(state)?.node.type === nodes.bullet_list,
  numbers: (state) => listAround(state)?.node.type === nodes.ordered_list,
  table: isInTable,
  link: (state) => hasMark(state, marks.link),
  strong: (state) => hasMark(state, marks.strong),
  em: (state) => hasMark(state, marks.em),
};

const KEYS = {
  Enter: chainCommands(leaveNote, (state) => isInTable(state), splitListItem(nodes.list_item)),
  "Shift-Enter": lineBreak,
  "Mod-b": COMMANDS.strong,
  "Mod-i": COMMANDS.em,
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-]": deeper,
  "Mod-[": shallower,
  // To the next cell of a table, as people know it; from the last one on, and outside a table, out of the editor.
  Tab: goToNextCell(1),
  "Shift-Tab": goToNextCell(-1),
};

// ---- One editor over one field ----

class Editor {
  constructor(frame, field) {
    this.field = field;
    this.frame = frame;
    this.bar = frame.querySelector("[role=toolbar]");
    this.buttons = [...this.bar.querySelectorAll("button")];
    this.asker = frame.querySelector("[data-asks]");
    this.address = this.asker.querySelector("input");
    this.plain = frame.querySelector("[data-plain]");
    this.label = document.querySelector(`label[for="${field.id}"]`);
    this.label.id ||= `${field.id}_label`;
    this.isRequired = field.required;
    this.links = document.querySelectorAll(`a[href="#${field.id}"]`);
    this.view = new EditorView({ mount: frame.querySelector("[data-page]") }, {
      state: this.begin(),
      dispatchTransaction: (tr) => this.took(tr),
      transformPastedHTML: cleaned,
      clipboardTextParser: (text, _context, isPlain) => (isPlain ? undefined : new Slice(fromText(text).content, 1, 1)),
      handleDOMEvents: { keydown: (_view, event) => this.toBar(event) },
    });
    this.listen();
    field.before(frame);
    frame.hidden = false;
    this.show(false);
    this.update();
  }

  begin() {
    this.said = this.field.value;
    return EditorState.create({ doc: fromText(this.said), plugins: [history(), keymap(KEYS), keymap(baseKeymap), tableEditing(), headed] });
  }

  attributes() {
    const described = this.field.getAttribute("aria-describedby");
    return {
      id: `${this.field.id}-page`,
      role: "textbox",
      "aria-multiline": "true",
      ...(this.field.hidden ? { "aria-labelledby": this.label.id } : {}),
      class: "rt-edit__page",
      spellcheck: "true",
      ...(this.isRequired ? { "aria-required": "true" } : {}),
      ...(described ? { "aria-describedby": described } : {}),
      ...(this.field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    };
  }

  // What was typed goes into the field at once. Until somebody changes something, the field stays as it was.
  took(tr) {
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged) {
      this.said = this.field.value = toText(this.view.state.doc);
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.update();
  }

  update() {
    const { state } = this.view;
    for (const button of this.buttons) {
      const name = button.dataset.do;
      if (PRESSED[name]) button.setAttribute("aria-pressed", String(PRESSED[name](state)));
      if (button.dataset.in === "table") button.hidden = !isInTable(state);
      if (button.dataset.in === "list") button.hidden = !listAround(state);
    }
    if (!this.buttons.some((button) => button.tabIndex === 0 && !button.hidden)) this.turn(this.shown()[0]);
  }

  shown() {
    return this.buttons.filter((button) => !button.hidden);
  }

  // Of a toolbar one button is reached by Tab, the others by arrows.
  turn(button) {
    for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
  }

  toBar(event) {
    if (event.key !== "F10" || !event.altKey) return false;
    event.preventDefault();
    (this.shown().find((one) => one.tabIndex === 0) ?? this.shown()[0]).focus();
    return true;
  }

  listen() {
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.press(button);
    });
    this.bar.addEventListener("keydown", (event) => {
      const shown = this.shown();
      const here = shown.indexOf(document.activeElement);
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: shown.length - 1 }[event.key];
      if (event.key === "Escape") this.view.focus();
      else if (to === undefined) return;
      else {
        const next = shown[(to + shown.length) % shown.length];
        this.turn(next);
        next.focus();
      }
      event.preventDefault();
    });
    this.asker.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.dataset.ask;
      if (name) this.answered(name);
    });
    this.address.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      this.answered(event.key === "Enter" ? "keep" : "leave");
    });
    this.plain.addEventListener("click", () => {
      this.show(this.field.hidden);
      (this.field.hidden ? this.view : this.field).focus();
    });
    this.label.addEventListener("click", () => this.field.hidden && this.view.focus());
    for (const link of this.links) link.addEventListener("click", (event) => {
      if (!this.field.hidden) return;
      event.preventDefault();
      this.view.focus();
    });
    // Coming back, a browser fills in the field again.
    addEventListener("pageshow", () => this.field.value !== this.said && this.view.updateState(this.begin()));
  }

  press(button) {
    this.turn(button);
    if (button.dataset.do === "link") return this.ask();
    COMMANDS[button.dataset.do](this.view.state, (tr) => this.view.dispatch(closeHistory(tr)), this.view);
    return this.view.focus();
  }

  // ---- A link: first its words, then where it leads ----

  ask() {
    const { $from, empty } = this.view.state.selection;
    const there = marks.link.isInSet(empty ? $from.marks() : ($from.nodeAfter?.marks ?? []));
    this.around = this.linkAround();
    this.address.value = there?.attrs.href ?? "";
    this.complain("");
    this.asker.hidden = false;
    this.address.focus();
  }

  // The whole link in which the cursor stands.
  linkAround() {
    const { $from, from, to, empty } = this.view.state.selection;
    if (!empty) return { from, to };
    const mark = marks.link.isInSet($from.marks());
    if (!mark) return { from, to };
    let [start, end] = [$from.parentOffset, $from.parentOffset];
    $from.parent.forEach((node, offset) => {
      if (!mark.isInSet(node.marks) || offset > $from.parentOffset || offset + node.nodeSize < $from.parentOffset) return;
      [start, end] = [offset, offset + node.nodeSize];
    });
    return { from: $from.start() + start, to: $from.start() + end };
  }

  answered(name) {
    const { from, to } = this.around;
    const { tr } = this.view.state;
    if (name === "keep") {
      const href = this.completed(this.address.value.trim());
      if (!safeLink(href)) return this.complain(this.asker.dataset.wrong);
      const mark = marks.link.create({ href });
      if (from === to) tr.insert(from, schema.text(href.replace(/^(?:https?:\/\/|mailto:)/, ""), [mark]));
      else tr.removeMark(from, to, marks.link).addMark(from, to, mark);
      this.view.dispatch(closeHistory(tr));
    } else if (name === "drop") this.view.dispatch(closeHistory(tr.removeMark(from, to, marks.link)));
    this.asker.hidden = true;
    return this.view.focus();
  }

  // As people write it down.
  completed(href) {
    if (/^[^\s@/:]{1,64}@[^\s@/:]{1,200}$/.test(href)) return `mailto:${href}`;
    return /^(?:https?:|mailto:|\/)/i.test(href) ? href : `https://${href}`;
  }

  complain(words) {
    const fault = this.asker.querySelector(".rt-error");
    fault.textContent = words;
    fault.hidden = !words;
    if (words) this.address.setAttribute("aria-invalid", "true");
    else this.address.removeAttribute("aria-invalid");
    if (words) this.address.focus();
  }

  // ---- With marks, or as it is kept ----

  show(asPlain) {
    if (!asPlain && this.field.value !== this.said) this.view.updateState(this.begin());
    this.field.hidden = !asPlain;
    this.bar.hidden = this.view.dom.hidden = asPlain;
    // The label is of what is there: a field that nobody sees has none, and no browser can ask to fill it in.
    this.label.htmlFor = asPlain ? this.field.id : "";
    this.field.required = asPlain && this.isRequired;
    this.asker.hidden = true;
    this.plain.setAttribute("aria-pressed", String(asPlain));
    this.frame.after(this.field);
    this.view.setProps({ attributes: this.attributes() });
    this.update();
  }
}

// The first row of a table is its head, whatever was deleted or pasted.
const headed = new Plugin({
  appendTransaction(changes, _before, state) {
    if (!changes.some((one) => one.docChanged)) return null;
    const { tr } = state;
    state.doc.descendants((node, pos) => {
      if (node.type !== nodes.table) return !node.isTextblock;
      node.forEach((row, offset, place) => row.forEach((cell, inner) => {
        const type = place === 0 ? nodes.table_header : nodes.table_cell;
        if (cell.type !== type) tr.setNodeMarkup(pos + 1 + offset + 1 + inner, type, cell.attrs);
      }));
      return false;
    });
    return tr.docChanged ? tr : null;
  },
});

for (const frame of document.querySelectorAll("[data-edits]")) {
  const field = document.getElementById(frame.dataset.edits);
  if (field) new Editor(frame, field);
}
