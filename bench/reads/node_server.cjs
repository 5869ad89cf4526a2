// A bare Node server that counts reads by the same script, acknowledged once the store has them.
const fs = require("node:fs");
const http = require("node:http");
const Redis = require("ioredis");

const store = new Redis(process.env.REDIS_URL);
store.defineCommand("count", { lua: fs.readFileSync(process.env.SCRIPT, "utf8") });
const p = "{airwire}:";
const shared = ["repeats:0", "bots:0", "counting", "300:0", "3600:0", "21600:0"].map((name) => `${p}reads:${name}`);
const times = [3, 1800000, 1860000, 93600, 176400, 4200, 93600, 648000];

http.createServer((request, response) => {
  if (request.method !== "POST") return response.end("ok");
  let body = "";
  request.on("data", (data) => (body += data));
  request.on("end", async () => {
    const { article, token } = JSON.parse(body);
    const mark = `${p}seen:${request.headers.cookie}${article}`;
    const keys = [
      `${p}articles:newest`, ...shared, `${p}spent:${token.split(".")[1]}`, mark,
      mark, mark, `${p}readers:1:${article}`, `${p}reads:via:direct:0`,
    ];
    const [outcome] = await store.count(keys.length, ...keys, ...times, article, 1e12, 0);
    response.writeHead(outcome === "counted" ? 204 : 409).end();
  });
}).listen(Number(process.argv[2]), "127.0.0.1", 4096);
