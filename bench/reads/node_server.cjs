// A bare Node server that counts reads by the same script after the same checks: the seals of cookie and token, the token's age,
// the rate of an address, bots, and a salted mark in the place of the reader. Each is acknowledged once the store has it.
const { createHmac, hash, randomBytes, timingSafeEqual } = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const Redis = require("ioredis");

const MAX_BODY = 2_000, MAX_KNOWN = 8_192, MAX_ADDRESSES = 20_000;
const MIN_AGE_MS = 5_000, MAX_AGE_MS = 30 * 60_000;
const EACH_MS = 1_000 / Number(process.env.PER_SECOND), SLACK_MS = Number(process.env.AT_ONCE) * EACH_MS;
const BROWSER = /^(?:Mozilla|Opera)\/\d/, BOT = /bot|crawl|spider|https?:\/\//i;

const store = new Redis(process.env.REDIS_URL);
store.defineCommand("count", { lua: fs.readFileSync(process.env.SCRIPT, "utf8") });
const p = "{airwire}:";
const shared = ["repeats:0", "bots:0", "counting", "300:0", "3600:0", "21600:0", "60:0"].map((name) => `${p}reads:${name}`);
const times = [4, 1800000, 1860000, 93600, 176400, 4200, 93600, 648000, 10800];

const keyOf = (purpose) => createHmac("sha256", process.env.SECRET_KEY).update(purpose).digest();
const COOKIES = keyOf("reader cookie"), TOKENS = keyOf("read token"), SALT = randomBytes(16);
const bound = Buffer.alloc(4_096);

// Several texts as bytes, so that no two different lists give the same.
function bind(...parts) {
  let end = 0;
  for (const part of parts) {
    const size = bound.write(part, end + 4);
    bound.writeUInt32BE(size, end);
    end += 4 + size;
  }
  return bound.subarray(0, end);
}

const sealed = (key, ...parts) => createHmac("sha256", key).update(bind(...parts)).digest().toString("base64url", 0, 15);
const same = (seal, right) => seal.length === right.length && timingSafeEqual(Buffer.from(seal), Buffer.from(right));

const known = new Map(), bots = new Map(), used = new Map();

function remember(map, key, make) {
  let value = map.get(key);
  if (value === undefined) {
    if (map.size >= MAX_KNOWN) map.delete(map.keys().next().value);
    map.set(key, (value = make(key)));
  }
  return value;
}

function idIn(cookie) {
  const [reader, seal = ""] = cookie.split(".");
  return same(seal, sealed(COOKIES, reader)) ? reader : null;
}

function mayAsk(address, now) {
  const time = Math.max(used.get(address) ?? 0, now) + EACH_MS;
  if (time - now > SLACK_MS) return false;
  if (used.size >= MAX_ADDRESSES && !used.has(address)) used.delete(used.keys().next().value);
  used.set(address, time);
  return true;
}

function statusOf(outcome) {
  if (outcome === "unknown") return 422;
  return outcome === "used" ? 409 : 204;
}

async function count(request, body) {
  const now = Date.now();
  if (!mayAsk(request.socket.remoteAddress, now)) return 429;
  let report;
  try {
    report = JSON.parse(body);
  } catch {
    return 400;
  }
  const { article, token, via = "direct" } = report ?? {};
  if (typeof article !== "string" || !article || article.length > 200 || typeof token !== "string" || via !== "direct") return 422;
  const agent = request.headers["user-agent"] ?? "", cookie = /(?:^|;)\s*airwire_reader=([^;\s]*)/.exec(request.headers.cookie ?? "");
  const reader = cookie && remember(known, cookie[1], idIn);
  const identity = reader ? `cookie ${reader}` : `place ${request.socket.remoteAddress} ${agent}`;
  const [given = "", nonce = "", seal = ""] = token.slice(0, 300).split(".");
  if (!same(seal, sealed(TOKENS, article, identity, given, nonce))) return 403;
  const age = now - Number(given);
  if (age < MIN_AGE_MS || age > MAX_AGE_MS) return 403;
  const mark = `${p}seen:${hash("sha256", Buffer.concat([SALT, bind(identity, article)]), "base64url").slice(0, 16)}`;
  const isBot = remember(bots, agent, () => !BROWSER.test(agent) || BOT.test(agent));
  const keys = [
    `${p}articles:newest`, ...shared, `${p}spent:${nonce}`, mark, mark, mark, `${p}readers:1:${article}`, `${p}reads:via:direct:0`,
  ];
  const [outcome] = await store.count(keys.length, ...keys, ...times, article, now, isBot ? "1" : "0");
  return statusOf(outcome);
}

http.createServer((request, response) => {
  if (request.method !== "POST") return response.end("ok");
  let body = "";
  request.on("data", (data) => {
    body += data;
    if (body.length > MAX_BODY) request.destroy();
  });
  request.on("end", () => count(request, body).then((status) => response.writeHead(status).end(), () => response.writeHead(503).end()));
}).listen(Number(process.argv[2]), "127.0.0.1", 4096);
