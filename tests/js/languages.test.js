import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { LANGUAGES, preferredLanguage, setLanguage, t } from "../../web/language/language.js";
import { EN } from "../../web/language/messages/en.js";

/** @typedef {import("../../web/language/language.js").Message} Message */
/** @typedef {import("../../web/language/language.js").Key} Key */

const WEB = new URL("../../web/", import.meta.url);
/** Modules whose texts are samples for a model or technical names, shown as they are in every language. */
const SAMPLES = new Set(["views/redact/example-letter.js", "views/classify/injection-examples.js", "views/classify/label-sets.js", "views/search/example-queries.js", "views/speed/device-choice.js"]);
/** Names, keys, codes and media queries that are the same in every language. */
const SAME_EVERYWHERE = new Set(["JSON", "all-MiniLM-L6-v2", "SHA-256", "SHA-512", "WebGPU", "Ctrl", "Esc", "Enter", "Alt Enter", "Shift → ←", "Alt Shift → ←", "… Enter", "… Shift Z", "employee, staff", "cut off", "(prefers-color-scheme: dark)"]);
const SHOWN = /^(views|components|frame)\/|^app\.js$/;
const CODES = LANGUAGES.map(({ code }) => code);

/** Every module of the page, parsed. @type {Map<string, ts.SourceFile>} */
const MODULES = new Map(
  readdirSync(WEB, { recursive: true })
    .map((path) => String(path).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".js") && !path.startsWith("language/messages/"))
    .map((path) => [path, ts.createSourceFile(path, readFileSync(fileURLToPath(new URL(path, WEB)), "utf8"), ts.ScriptTarget.Latest, true)]),
);

/** @param {ts.Node} node @param {(node: ts.Node) => void} visit */
function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** @param {Message} message */
const texts = (message) => (typeof message === "string" ? [message] : Object.values(message));
/** @param {string} text */
const placeholders = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

for (const { code, load } of LANGUAGES) {
  test(`the catalogue ${code} has the messages of the English one, with their values`, async () => {
    const messages = await load();
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(EN).sort());
    for (const key of /** @type {Key[]} */ (Object.keys(EN))) {
      const [own, english] = [messages[key], /** @type {Message} */ (EN[key])];
      assert.equal(typeof own, typeof english, key);
      for (const text of texts(own)) {
        assert.equal(text, text.trim(), `${key} begins or ends with a space`);
        assert.notEqual(text, "", key);
      }
      // A plural's singular may say the number as a word.
      const wanted = placeholders(texts(english).at(-1) ?? "");
      assert.deepEqual(placeholders(texts(own).at(-1) ?? ""), wanted, key);
      for (const text of texts(own)) assert.deepEqual(placeholders(text).filter((name) => !wanted.includes(name)), [], key);
    }
  });

  test(`numbers and plurals follow ${code}`, async () => {
    await setLanguage(code);
    const two = t("count.findings", { count: 12_345 });
    assert.ok(two.startsWith(new Intl.NumberFormat(code).format(12_345)), two);
    assert.notEqual(t("count.findings", { count: 1 }).replace("1", ""), two.replace(/[\d.,\s]+/u, ""), two);
    await setLanguage("en");
  });
}

test("every message is used", () => {
  const literals = new Set();
  /** @type {Set<string>} */
  const prefixes = new Set();
  for (const source of MODULES.values()) {
    walk(source, (node) => {
      if (ts.isStringLiteralLike(node)) literals.add(node.text);
      if (ts.isTemplateExpression(node) && /^\w+\.$/.test(node.head.text)) prefixes.add(node.head.text);
    });
  }
  const page = readFileSync(fileURLToPath(new URL("index.html", WEB)), "utf8");
  const unused = Object.keys(EN).filter((key) => !literals.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix)) && !page.includes(`"${key}"`));
  assert.deepEqual(unused, []);
});

test("a message gets the values that it names", () => {
  const wrong = [];
  for (const [path, source] of MODULES) {
    walk(source, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "t") return;
      const [key, values] = node.arguments;
      if (!key || !ts.isStringLiteral(key) || !(key.text in EN)) return;
      const given = values && ts.isObjectLiteralExpression(values) ? values.properties.map((property) => property.name?.getText() ?? "").sort() : [];
      const message = /** @type {Message} */ (EN[/** @type {Key} */ (key.text)]);
      const wanted = new Set(texts(message).flatMap(placeholders));
      if (typeof message !== "string") wanted.add("count");
      if (given.join() !== [...wanted].sort().join()) wrong.push(`${path}: ${key.text} gets ${given.join()}`);
    });
  }
  assert.deepEqual(wrong, []);
});

test("no message is read before the language is known", () => {
  const early = [];
  for (const [path, source] of MODULES) {
    walk(source, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "t") return;
      let place = node.parent;
      while (place && !ts.isFunctionLike(place)) place = place.parent;
      if (!place) early.push(`${path}: ${node.getText()}`);
    });
  }
  assert.deepEqual(early, []);
});

/** Attributes, properties and calls whose texts are for machines. */
const MACHINE_NAMES = new Set(["class", "className", "accept", "rel", "href", "type", "id", "autocomplete", "aria-keyshortcuts", "name", "placeholder-code"]);
const MACHINE_CALLS = /^(querySelector|querySelectorAll|closest|matches|matchMedia|find|add|remove|toggle|contains|toggleAttribute|setAttribute|getAttribute|removeAttribute|addEventListener|includes|push|createElement|test|split|join|replace|replaceAll|startsWith|endsWith|take)$/;
const ERRORS = /Error$|^DOMException$|^SyntaxError$/;

/** Whether people would read a literal as prose: two words, or a word with a capital. @param {string} text */
const isProse = (text) => /\p{L}{2,}[,:;]?\s+\p{L}{2,}/u.test(text) || /^\P{L}*\p{Lu}\p{Ll}{2,}/u.test(text);

/** @param {ts.StringLiteralLike | ts.TemplateExpression} node */
function isForMachines(node) {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExternalModuleReference(parent) || ts.isLiteralTypeNode(parent) || ts.isCaseClause(parent)) return true;
  if (ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText())) return true;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return true;
  if (ts.isNewExpression(parent) && ERRORS.test(parent.expression.getText())) return true; // English; shown by its code
  for (let place = /** @type {ts.Node} */ (node); place.parent; place = place.parent) {
    const { parent: around } = place;
    if (ts.isPropertyAssignment(around)) return MACHINE_NAMES.has(ts.isStringLiteral(around.name) || ts.isIdentifier(around.name) ? around.name.text : "");
    if (ts.isCallExpression(around)) {
      const { expression } = around;
      return ts.isPropertyAccessExpression(expression) && MACHINE_CALLS.test(expression.name.text);
    }
    if (ts.isStatement(around)) return false;
  }
  return false;
}

/** Whether a literal is the content of an element. @param {ts.Node} node */
function isChild(node) {
  let child = node;
  while (ts.isConditionalExpression(child.parent) && child.parent.condition !== child) child = child.parent;
  const { parent } = child;
  return ts.isCallExpression(parent) && parent.expression.getText() === "element" && parent.arguments.indexOf(/** @type {ts.Expression} */ (child)) >= 2;
}

test("no text for people stands outside of the catalogues", () => {
  const hard_coded = [];
  for (const [path, source] of MODULES) {
    if (!SHOWN.test(path) || SAMPLES.has(path)) continue;
    walk(source, (node) => {
      if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
      const text = ts.isTemplateExpression(node) ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map((part) => part.text).join("…") : node.text;
      if (SAME_EVERYWHERE.has(text)) return;
      if ((isProse(text) && !isForMachines(node)) || (isChild(node) && /\p{L}{2}/u.test(text))) hard_coded.push(`${path}: ${text}`);
    });
  }
  assert.deepEqual(hard_coded, []);
});

/** @type {[string, readonly string[], string, string][]} */
const PREFERENCES = [
  ["the first language of the browser that there is", ["xx-YY", "en-GB", "de"], "", "en"],
  ["the first language of the browser, whatever its region", ["pt-BR", "en"], "", "pt"],
  ["the language that was chosen", ["fr-FR"], "it", "it"],
  ["English where there is none", ["xx"], "", "en"],
  ["English without a list", [], "", "en"],
];
for (const [what, wanted, remembered, expected] of PREFERENCES) {
  test(`the page begins in ${what}`, () => assert.equal(preferredLanguage(wanted, remembered), expected));
}

test("an unknown language is refused", async () => {
  assert.ok(!CODES.includes("xx"));
  await assert.rejects(setLanguage("xx"), RangeError);
});
