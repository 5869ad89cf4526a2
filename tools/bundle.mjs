/**
 * Bundles the scripts and sheets that static/bundles.json names into static/bundle, with source maps, and packs them:
 * `node tools/bundle.mjs`.
 *
 * Listeners' pages get one script: on a slow line each request costs half a second. The panel's pages share chunks, since
 * several of its scripts run on one page and must have one board. bundle.json names what all was made of, by hash, so that
 * the server can tell whether it is of these sources.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { build } from "esbuild";

const STATIC = path.resolve(import.meta.dirname, "../static");
const OUT = path.join(STATIC, "bundle");
const { scripts, sheets, print } = JSON.parse(await readFile(path.join(STATIC, "bundles.json"), "utf8"));

const common = {
  absWorkingDir: STATIC, // so that nothing in the output depends on where the checkout is
  outdir: "bundle",
  bundle: true,
  minify: true,
  sourcemap: "linked",
  metafile: true,
  legalComments: "none", // all of it is our own
  logLevel: "warning",
};
const modules = { ...common, outbase: "js", format: "esm", target: "es2022" };

/** @param {string} name @param {string[]} parts */
function sheet(name, parts) {
  const imports = parts.map((part) => `@import "./css/${part}.css";`);
  if (print[name]) imports.push(`@import "./css/${print[name]}.css" print;`);
  return build({ ...common, stdin: { contents: imports.join("\n"), loader: "css", resolveDir: STATIC, sourcefile: name }, outdir: undefined,
    outfile: `bundle/${name}` });
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const made = await Promise.all([
  build({ ...modules, entryPoints: scripts.page }),
  build({ ...modules, entryPoints: scripts.panel, splitting: true, chunkNames: "panel/chunk-[hash]" }),
  ...Object.entries(sheets).map(([name, parts]) => sheet(name, parts)),
]);

/** Each entry's file, before the chunks that it imports, so that a page can have all of them fetched at once. */
const entries = Object.fromEntries(Object.keys(sheets).map((name) => [name, [`bundle/${name}`]]));
const inputs = new Set(["bundles.json"]);
for (const { metafile } of made) {
  for (const input of Object.keys(metafile.inputs)) if (!(input in sheets) && input !== "<stdin>") inputs.add(input);
  for (const [file, { entryPoint, imports }] of Object.entries(metafile.outputs)) {
    if (!scripts.page.includes(entryPoint) && !scripts.panel.includes(entryPoint)) continue;
    entries[entryPoint] = [file, ...imports.filter(({ kind }) => kind === "import-statement").map((one) => one.path)];
  }
}

/** @param {string} file */
async function hashed(file) {
  return [file, createHash("sha256").update(await readFile(path.join(STATIC, file))).digest("hex")];
}

/** Packed once, as well as it can be: brotli saves an eighth of what gzip leaves. @param {string} file */
async function pack(file) {
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  const packed = await promisify(brotliCompress)(await readFile(path.join(STATIC, file)), { params });
  const place = path.join(OUT, "br", `${file}.br`);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, packed);
}

const vendored = (await readdir(path.join(STATIC, "vendor"))).filter((name) => name.endsWith(".js")).map((name) => `vendor/${name}`);
const outputs = made.flatMap(({ metafile }) => Object.keys(metafile.outputs)).filter((file) => !file.endsWith(".map"));
const fixed = [...vendored, "css/lite.css"];
await Promise.all([...outputs, ...fixed].map(pack));
for (const file of fixed) inputs.add(file);

const sources = Object.fromEntries(await Promise.all([...inputs].sort().map(hashed)));
await writeFile(path.join(OUT, "bundle.json"), JSON.stringify({ entries, sources }, null, 1));
