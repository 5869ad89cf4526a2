// Runs functions of the pages' own modules for tests written in Python: a line of JSON in, a line of JSON out.
//   ["sequence.js", "receive", [place, name, data]]  →  {"value": …} or {"error": "…"}
// A class is called with its constructor's arguments, then `[method, arguments]` pairs; all results come back.
import { createInterface } from "node:readline";

const root = new URL("../../../static/js/", import.meta.url);

for await (const line of createInterface({ input: process.stdin })) {
  const [file, name, args, calls] = JSON.parse(line);
  try {
    const found = (await import(new URL(file, root).href))[name];
    console.log(JSON.stringify({ value: calls ? useClass(found, args, calls) : found(...args) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}

function useClass(Found, args, calls) {
  const object = new Found(...args);
  return calls.map(([method, given]) => object[method](...given) ?? null);
}
