// Reads over open sockets: many listeners, each with its cookie, each sending its reads and waiting for every answer.
// node socket_reads.mjs PORT FILE SOCKETS ROUNDS → {"acknowledged", "counted", "seconds"} on standard output
import fs from "node:fs";
import { createRequire } from "node:module";

const WebSocket = createRequire(`${process.cwd()}/node_modules/engine.io-client/`)("ws");
const [port, file, sockets, rounds] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const agent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36";
const lines = fs.readFileSync(file, "utf8").trim().split("\n").map((line) => line.split("\t"));
const byReader = new Map();
for (const line of lines) byReader.set(line[0], [...(byReader.get(line[0]) ?? []), line]);
const readers = [...byReader.entries()].slice(0, sockets);
let acknowledged = 0;
let counted = 0;

function open([cookie, reads]) {
  const address = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { headers: { cookie, "user-agent": agent }, perMessageDeflate: false });
  return new Promise((ready, failed) => {
    socket.on("error", failed);
    socket.on("message", (data) => {
      const text = data.toString();
      if (text[0] === "0") socket.send("40");
      else if (text === "2") socket.send("3");
      else if (text.startsWith("40")) ready({ socket, reads });
      else if (text.startsWith("43")) {
        acknowledged += 1;
        counted += text.includes("true") ? 1 : 0;
        socket.waiting -= 1;
        if (!socket.waiting) socket.done();
      }
    });
  });
}

const connections = [];
for (let n = 0; n < readers.length; n += 50) connections.push(...(await Promise.all(readers.slice(n, n + 50).map(open))));
await new Promise((done) => setTimeout(done, 500));
process.stderr.write("ready\n");
const began = performance.now();
await Promise.all(connections.map(({ socket, reads }) => new Promise((done) => {
  const sent = reads.slice(0, rounds);
  Object.assign(socket, { waiting: sent.length, done });
  sent.forEach(([, body], n) => socket.send(`42${n}["read",${body}]`));
})));
const seconds = (performance.now() - began) / 1000;
process.stdout.write(JSON.stringify({ acknowledged, counted, seconds }));
process.exit(0);
