// Builds the look of Regiotafel into src/regiotafel/static/regiotafel. Run it with `npm run build`.
//
// 1. Takes from the Utrecht component library only the classes in KEEP, and lets bare elements inside
//    our own containers share those rules (ALIASES), so that a plain Django form or a plain <h2> looks right.
// 2. Takes from the neutral "voorbeeld" theme only the design tokens that those rules read, and points
//    their colours at our own palette (frontend/palette.css).
// 3. Puts everything in cascade layers below any other style sheet, so that an NL Design System theme
//    that a municipality loads afterwards always wins.
// 4. Copies the fonts, htmx and our own small script.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { transform } from "lightningcss";

const UTRECHT = "node_modules/@utrecht";
const VOORBEELD = "node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css";
const FONT = "node_modules/@fontsource/atkinson-hyperlegible-next";
const OUT = "src/regiotafel/static/regiotafel";

const COMPONENTS = [
  "heading-1", "heading-2", "heading-3", "heading-4", "paragraph", "link", "unordered-list", "ordered-list",
  "separator", "button", "textbox", "textarea", "select", "table", "skip-link",
];

const KEEP = new Set(`
  utrecht-heading-1 utrecht-heading-2 utrecht-heading-3 utrecht-heading-4 utrecht-paragraph
  utrecht-link utrecht-unordered-list
  utrecht-ordered-list utrecht-separator
  utrecht-button utrecht-button--primary-action utrecht-button--secondary-action utrecht-button--subtle
  utrecht-button--danger utrecht-button--disabled
  utrecht-textbox utrecht-textbox--html-input utrecht-textarea utrecht-textarea--html-textarea
  utrecht-select utrecht-select--html-select utrecht-table utrecht-table--html-table utrecht-table__caption
  utrecht-skip-link utrecht-skip-link--visible-on-focus
`.trim().split(/\s+/));

// Bare elements that look as if they carried the Utrecht class.
const TEXT = ":where(main,footer,aside)";
const FIELD = ".rt-field";
const TEXT_INPUT = `${FIELD} input:not([type=radio],[type=checkbox],[type=file])`;
const ALIASES = {
  "utrecht-heading-1": "main h1:not([class])",
  "utrecht-heading-2": `${TEXT} h2:not([class])`,
  "utrecht-heading-3": `${TEXT} h3:not([class])`,
  "utrecht-heading-4": `${TEXT} h4:not([class])`,
  "utrecht-paragraph": `${TEXT} p:not([class])`,
  "utrecht-link": `${TEXT} a:not([class])`,
  "utrecht-unordered-list": `${TEXT} ul:not([class])`,
  "utrecht-ordered-list": `${TEXT} ol:not([class])`,
  "utrecht-separator": `${TEXT} hr:not([class])`,
  "utrecht-table": ".rt-table>table",
  "utrecht-table--html-table": ".rt-table>table",
  "utrecht-table__caption": ".rt-table>table>caption",
  "utrecht-textbox": TEXT_INPUT,
  "utrecht-textbox--html-input": TEXT_INPUT,
  "utrecht-textarea": `${FIELD} textarea`,
  "utrecht-textarea--html-textarea": `${FIELD} textarea`,
  "utrecht-select": `${FIELD} select`,
  "utrecht-select--html-select": `${FIELD} select`,
};

// ---- 1. Utrecht components, only what we use -------------------------------------------------------

// States that we draw ourselves: the ring of focus is the same everywhere (it reads the library's focus tokens). And how
// figures look in each type of field: like everywhere.
const OWN_STATES = /:focus|:active|:read-only|:user-invalid|aria-pressed|:lang|:invalid|\.utrecht-button--disabled$|inputmode|pattern=|type=|>\s*(tr|tfoot|figcaption)\b(?<!(thead|tbody)\s*>\s*tr)|thead > tr > td|-child$/i;

// True when a selector names only classes that we keep.
const isKept = (selector) =>
  (selector === ".utrecht-skip-link--visible-on-focus:focus" || !OWN_STATES.test(selector)) &&
  [...selector.matchAll(/\.([\w-]+)/g)].every((match) => KEEP.has(match[1]));

const withAliases = (selector) =>
  selector.replace(/\.([\w-]+)/g, (whole, name) => (ALIASES[name] ? `:is(${whole},${ALIASES[name]})` : whole));

// The library's files are flat: `selectors { declarations }`, so a small reader is enough. At-rules
// (there are only a few, for print and forced colours) are kept when one of their selectors is.
function keptRules(css) {
  const kept = [];
  let rest = css.replace(/\/\*[\s\S]*?\*\//g, "");
  while (rest.trim()) {
    const open = rest.indexOf("{");
    if (open < 0) break;
    let depth = 1;
    let end = open + 1;
    while (depth) {
      if (rest[end] === "{") depth += 1;
      if (rest[end] === "}") depth -= 1;
      end += 1;
    }
    const head = rest.slice(0, open).trim();
    const body = rest.slice(open + 1, end - 1);
    rest = rest.slice(end);
    if (head.startsWith("@")) {
      const inner = keptRules(body);
      if (inner) kept.push(`${head} {\n${inner}\n}`);
      continue;
    }
    const selectors = splitSelectors(head).filter(isKept).map(withAliases);
    if (selectors.length && body.trim()) kept.push(`${selectors.join(",\n")} {${body}}`);
  }
  return kept.join("\n");
}

// Splits at commas that are not inside brackets.
function splitSelectors(head) {
  const parts = [];
  let depth = 0;
  let part = "";
  for (const character of head) {
    if ("([".includes(character)) depth += 1;
    if (")]".includes(character)) depth -= 1;
    if (character === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += character;
  }
  return [...parts, part.trim()];
}

const components = COMPONENTS.map((name) =>
  keptRules(readFileSync(`${UTRECHT}/${name}-css/dist/index.css`, "utf8")),
).join("\n");

// ---- 2. The tokens that those components read ------------------------------------------------------

const voorbeeld = new Map(
  [...readFileSync(VOORBEELD, "utf8").matchAll(/^\s+(--[\w-]+):\s*([^;]+);/gm)].map((match) => [match[1], match[2]]),
);

const FAMILIES = {
  negative: "error", positive: "done", warning: "warn", info: "info", highlight: "accent",
};

// Which colour of our palette plays the part of a colour of the voorbeeld theme.
function paletteColour(token) {
  const match = token.match(/^--basis-color-([a-z]+(?:-\d)?)(-inverse)?-(bg|border|color)-([a-z]+)$/);
  if (!match) return null;
  const [, family, inverse, part, state] = match;
  const isActive = ["hover", "active"].includes(state);
  if (family === "disabled") return { bg: "sunk", border: "line", color: "ink-soft" }[part];
  if (family === "default") {
    if (inverse) return part === "bg" ? "ink" : "paper";
    if (part === "color") return state === "subtle" ? "ink-soft" : "ink";
    if (part === "border") return state === "subtle" ? "line" : "edge";
    return state === "document" ? "paper" : "sunk";
  }
  if (/^(action|accent)/.test(family)) {
    if (inverse) return part === "bg" ? (isActive ? "main-strong" : "main") : "on-main";
    if (part === "bg") return "main-soft";
    return isActive ? "main-strong" : "main";
  }
  const own = FAMILIES[family];
  if (!own) return null;
  if (inverse) return part === "bg" ? own : "paper";
  if (part === "bg") return `${own}-soft`;
  return part === "color" && state === "document" ? "ink" : own;
}

// Follows a token through the voorbeeld theme until it is a value or one of our own colours.
function resolved(value, depth = 0) {
  if (depth > 12) throw new Error(`circular token: ${value}`);
  return value.replace(/var\((--[\w-]+)\)/g, (whole, name) => {
    const colour = paletteColour(name);
    if (colour) return `var(--rt-${colour})`;
    if (name.startsWith("--basis-text-font-family") || name === "--basis-heading-font-family") return "var(--rt-font)";
    return voorbeeld.has(name) ? resolved(voorbeeld.get(name), depth + 1) : whole;
  });
}

const own = readFileSync("frontend/tokens.css", "utf8");
const ownNames = new Set([...own.matchAll(/^\s+(--utrecht-[\w-]+):/gm)].map((match) => match[1]));
// Every use of a token carries a chain of fallbacks, which is most of the library's weight. A token with a
// value needs no fallback; a token that neither the voorbeeld theme nor we know makes way for its fallback.
const setInside = new Set([...components.matchAll(/[\s{;](--_?utrecht-[\w-]+)\s*:/g)].map((match) => match[1]));
const isKnown = (name) => ownNames.has(name) || voorbeeld.has(name) || setInside.has(name) || name.startsWith("--rt-");

function shorter(value) {
  let text = "";
  let at = 0;
  while (at < value.length) {
    const start = value.indexOf("var(", at);
    if (start < 0) return text + value.slice(at);
    let depth = 1;
    let end = start + 4;
    while (depth) {
      if (value[end] === "(") depth += 1;
      if (value[end] === ")") depth -= 1;
      end += 1;
    }
    const inside = value.slice(start + 4, end - 1);
    const comma = inside.indexOf(",");
    const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
    const fallback = comma < 0 ? null : shorter(inside.slice(comma + 1)).trim();
    text += value.slice(at, start);
    if (isKnown(name)) text += name.startsWith("--_") && fallback ? `var(${name},${fallback})` : `var(${name})`;
    else if (fallback === null || fallback.includes(NOTHING)) text += NOTHING;
    else text += fallback;
    at = end;
  }
  return text;
}
const NOTHING = "\u0000";

// The library's private names never leave this file, so they can be short.
const privateNames = new Map();
const shortName = (name) => {
  if (!privateNames.has(name)) privateNames.set(name, `--_${privateNames.size.toString(36)}`);
  return privateNames.get(name);
};

// Drops a declaration that has nothing left to say.
let slimComponents = components.replace(/\{([^{}]*)\}/g, (_, body) => {
  const kept = body
    .split(";")
    .map((declaration) => shorter(declaration).replace(/calc\(0 \* var\([\w-]+\)\)/g, "0").trim())
    // What breaks a page on paper, our own sheet says.
    .filter((declaration) => declaration && !declaration.includes(NOTHING) && !/^(page-)?break-/.test(declaration));
  return `{${kept.join(";")}}`;
}).replace(/--_utrecht-[\w-]+/g, shortName);

// A private name that is set and never read (a state that we left out) goes too; until nothing changes.
for (let before = ""; before !== slimComponents; ) {
  before = slimComponents;
  const used = new Set([...before.matchAll(/var\((--_\w+)/g)].map((match) => match[1]));
  const set = new Set([...before.matchAll(/[{;](--_\w+):/g)].map((match) => match[1]));
  slimComponents = before
    .replace(/([{;])(--_\w+):[^;}]*;?/g, (whole, start, name) => (used.has(name) ? whole : start))
    .replace(/var\((--_\w+),((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g, (whole, name, fallback) => (set.has(name) ? whole : fallback));
}

const ours = ["base", "page", "parts", "paper", "desk", "editor", "marks"].map((name) => readFileSync(`frontend/${name}.css`, "utf8")).join("");
const read = new Set([...(slimComponents + ours).matchAll(/var\(\s*(--utrecht-[\w-]+)/g)].map((match) => match[1]));
const neutral = [...read]
  .filter((name) => voorbeeld.has(name) && !ownNames.has(name))
  .map((name) => [name, resolved(voorbeeld.get(name)).replace(/\s*\/\*.*?\*\//g, "")])
  .filter(([, value]) => !/var\(--(?!rt-)/.test(value) && !/^(0px|none|None)?$/.test(value.trim()))
  .map(([name, value]) => `${name}: ${value};`)
  .join("\n");

// Our own values, without those for tokens that nothing reads.
const ownRead = own.replace(/^\s+(--utrecht-[\w-]+):.*\n/gm, (line, name) => (read.has(name) ? line : ""));

// ---- 3. One style sheet ----------------------------------------------------------------------------

const widths = Array.from({ length: 101 }, (_, percent) => `.w-${percent}{inline-size:${percent}%}`).join("");
const part = (name) => readFileSync(`frontend/${name}.css`, "utf8");
const sheet = `
@layer rt-palette, rt-neutral, rt-tokens, rt-base, utrecht, rt;
${part("fonts")}
@layer rt-palette { ${part("palette")} }
@layer rt-neutral { :root { ${neutral} } }
@layer rt-tokens { ${ownRead} }
@layer rt-base { ${part("base")} }
@layer utrecht { ${slimComponents} }
@layer rt { ${part("page")} ${part("parts")} ${widths} ${part("print")} }
`;
const small = (filename, text) => {
  const targets = { chrome: 108 << 16, firefox: 110 << 16, safari: 16 << 16 };
  const { code, warnings } = transform({ filename, code: Buffer.from(text), minify: true, targets });
  for (const warning of warnings) console.warn(warning.message, warning.loc);
  return code.toString();
};
const code = small("site.css", sheet);
const licence =
  "/*! Regiotafel, EUPL-1.2. Holds rules of @utrecht/component-library-css (c) Frameless B.V. and Gemeente Utrecht, " +
  "EUPL-1.2. Built by frontend/build.mjs: do not edit. */\n";
mkdirSync(`${OUT}/fonts`, { recursive: true });
writeFileSync(`${OUT}/site.css`, licence + code);
// What only a page with sheets to print needs, only the desk of members, only the pages of an outcome or of passages: each stands in
// the same layer, and later.
for (const name of ["paper", "desk", "outcome", "editor", "marks"]) writeFileSync(`${OUT}/${name}.css`, small(`${name}.css`, `@layer rt { ${part(name)} }`));

// ---- 4. Fonts and scripts --------------------------------------------------------------------------

// The letters of Dutch with a zero of our own (frontend/fonts/FONTLOG.txt), others as they come.
for (const file of readdirSync("frontend/fonts")) copyFileSync(`frontend/fonts/${file}`, `${OUT}/fonts/${file}`);
for (const weight of [400, 700]) {
  const file = `atkinson-hyperlegible-next-latin-ext-${weight}-normal.woff2`;
  copyFileSync(`${FONT}/files/${file}`, `${OUT}/fonts/${file}`);
}
copyFileSync(`${FONT}/LICENSE`, `${OUT}/fonts/OFL.txt`);

const htmx = JSON.parse(readFileSync("node_modules/htmx.org/package.json", "utf8")).version;
for (const file of readdirSync(OUT)) if (/^htmx-/.test(file)) rmSync(`${OUT}/${file}`);
// Without the reference to a source map that we don't serve.
const script = readFileSync("node_modules/htmx.org/dist/htmx.min.js", "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
writeFileSync(`${OUT}/htmx-${htmx}.min.js`, script);
for (const name of ["site", "autosave", "points"]) copyFileSync(`frontend/${name}.js`, `${OUT}/${name}.js`);

// The editor of a passage, with the parts of ProseMirror and markdown-it that it uses: one file, for the pages with one.
await build({
  entryPoints: ["frontend/editor/editor.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16.4"],
  legalComments: "none",
  alias: Object.fromEntries(["linkify-it", "entities", "punycode.js"].map((name) => [name, "./frontend/editor/unused.js"])),
  banner: { js: "/*! Regiotafel, EUPL-1.2. Holds ProseMirror and markdown-it (MIT), see THIRD-PARTY.md. */" },
  outfile: `${OUT}/editor.min.js`,
});

const kilobytes = (text) => `${(Buffer.byteLength(text) / 1024).toFixed(1)} kB`;
console.log(`site.css ${kilobytes(code)} (Utrecht ${kilobytes(slimComponents)} before minifying, ${read.size} tokens read)`);
const editor = readFileSync(`${OUT}/editor.min.js`);
console.log(`editor.min.js ${kilobytes(editor)}, ${kilobytes(gzipSync(editor))} as it is sent`);
