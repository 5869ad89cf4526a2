/**
 * Has third-party judges look at a running station, and prints what they said as JSON lines. Usage:
 *   node judge.mjs '{"url", "chrome", "password", "pages": {listeners: [], unlisted: [], panel: []}, "only": []}'
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { HtmlValidate } from "html-validate";

const { url, chrome, password, pages, only } = JSON.parse(process.argv[2]);
const require = createRequire(import.meta.url);
const run = promisify(execFile);
const AXE = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [360, 1440];
const SCHEMES = ["light", "dark"];
/** The live page, the articles and one of them, each so often. */
const [LOADED, LOADS] = [3, 5];
const CATEGORIES = ["accessibility", "best-practices", "seo"];

/** @param {object} finding */
const tell = (finding) => console.log(JSON.stringify(finding));
const wanted = (judge) => !only.length || only.includes(judge);

const browser = await puppeteer.launch({
  executablePath: chrome,
  args: ["--no-sandbox", "--headless", "--disable-dev-shm-usage"],
});

async function signIn() {
  const page = await browser.newPage();
  await page.goto(`${url}/panel/sign-in`);
  await page.type("[name=name]", "admin");
  await page.type("[name=password]", password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (new URL(page.url()).pathname === "/panel/sign-in") throw new Error("the panel did not let us in");
  await page.close();
}

/** Lighthouse's categories of one page: 1 each, or what costs points. */
async function byLighthouse(path, form) {
  const flags = { port: Number(new URL(browser.wsEndpoint()).port), onlyCategories: CATEGORIES, logLevel: "silent" };
  const { lhr } = await lighthouse(url + path, flags, form === "desktop" ? desktopConfig : undefined);
  if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
    const lost = auditRefs
      .filter(({ id: audit, weight }) => weight > 0 && lhr.audits[audit].score !== null && lhr.audits[audit].score < 1)
      .map(({ id: audit }) => ({ rule: audit, where: (lhr.audits[audit].details?.items ?? []).map((item) => item.node?.snippet ?? item.source?.url ?? "").slice(0, 5) }));
    tell({ judge: "lighthouse", path, form, category: id, score: Math.round(score * 100), lost });
  }
}

/**
 * Lighthouse's performance of one page on a phone and a slow line, as it reckons: the median of some runs, for one is chance.
 * What it says of the middle one costs points. Each is the first visit of a browser that has nothing of ours.
 */
async function byLoading(path) {
  const flags = { port: Number(new URL(browser.wsEndpoint()).port), onlyCategories: ["performance"], logLevel: "silent" };
  const runs = [];
  for (let run = 0; run < LOADS; run += 1) {
    const visitor = await browser.createBrowserContext();
    const { lhr } = await lighthouse(url + path, flags, undefined, await visitor.newPage());
    await visitor.close();
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    const { score, auditRefs } = lhr.categories.performance;
    const lost = auditRefs
      .filter(({ id: audit, weight }) => weight > 0 && (lhr.audits[audit].score ?? 1) < 0.9)
      .map(({ id: audit }) => ({ rule: audit, where: [lhr.audits[audit].displayValue ?? ""] }));
    runs.push({ score: Math.round(score * 100), lost });
  }
  runs.sort((a, b) => a.score - b.score);
  tell({ judge: "lighthouse", path, form: "mobile", category: "performance", ...runs[Math.floor(LOADS / 2)] });
}

/** Every rule of axe, those for best practice and the experimental ones too, on the page as script has made it. */
async function byAxe(path) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (said) => said.type() === "error" && errors.push(said.text()));
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
      await page.goto(url + path, { waitUntil: "load" });
      await new Promise((done) => setTimeout(done, 500));
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"] } }));
      for (const { id, impact, help, nodes } of violations) {
        tell({ judge: "axe", path, form: `${width} ${scheme}`, rule: id, impact, help, where: nodes.map(({ html }) => html.slice(0, 160)).slice(0, 4) });
      }
    }
  }
  if (errors.length) tell({ judge: "console", path, rule: "error", where: errors.slice(0, 4) });
  await page.close();
}

/** The document as it was sent. */
async function sent(path) {
  const page = await browser.newPage();
  const answer = await page.goto(url + path, { waitUntil: "domcontentloaded" });
  const text = await answer.text();
  await page.close();
  return text;
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: JSON.parse(await readFile(new URL("html-validate.json", import.meta.url), "utf8")),
});

async function byHtmlValidate(path, html) {
  const { results } = await validator.validateString(html, path);
  for (const { messages } of results) {
    for (const { ruleId, message, line, severity } of messages) {
      tell({ judge: "html-validate", path, rule: ruleId, severity: severity === 2 ? "error" : "warning", help: message, where: [html.split("\n")[line - 1]?.trim().slice(0, 160)] });
    }
  }
}

/** Nu, the checker of the W3C, on all documents at once. */
async function byNu(documents) {
  const folder = await mkdtemp(join(tmpdir(), "airwire-audit-"));
  const names = new Map();
  for (const [path, html] of documents) {
    const name = join(folder, `${names.size}.html`);
    names.set(`file:${name}`, path);
    await writeFile(name, html);
  }
  const options = ["-jar", require("vnu-jar"), "--format", "json", "--exit-zero-always", ...[...names.keys()].map((name) => name.slice(5))];
  const { stderr } = await run("java", options, { maxBuffer: 1 << 26 });
  for (const { type, subType, message, url: file, extract } of JSON.parse(stderr).messages) {
    tell({ judge: "vnu", path: names.get(file), rule: type === "error" ? "error" : (subType ?? type), help: message, where: [extract?.slice(0, 200)] });
  }
}

try {
  const all = [...pages.listeners, ...pages.unlisted];
  for (const path of wanted("lighthouse") ? pages.listeners : []) {
    for (const form of ["mobile", "desktop"]) await byLighthouse(path, form);
  }
  for (const path of wanted("performance") ? pages.listeners.slice(0, LOADED) : []) await byLoading(path);
  const documents = new Map();
  for (const path of all) documents.set(path, await sent(path));
  for (const path of wanted("axe") ? all : []) await byAxe(path);
  await signIn();
  for (const path of pages.panel) documents.set(path, await sent(path));
  for (const path of wanted("axe") ? pages.panel : []) await byAxe(path);
  if (wanted("html-validate")) for (const [path, html] of documents) await byHtmlValidate(path, html);
  if (wanted("vnu")) await byNu(documents);
} finally {
  await browser.close();
}
