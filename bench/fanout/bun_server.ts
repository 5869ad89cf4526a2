// Bun's own websockets and topics, with the handshake of Engine.IO 4 and Socket.IO 5 by hand, and the snapshot at once.
import { readFileSync } from "node:fs";

const snapshot = `42["snapshot",${readFileSync(process.env.SNAPSHOT!, "utf8")}]`;
const session = { upgrades: [], pingInterval: 25000, pingTimeout: 20000, maxPayload: 65536 };

Bun.serve<{ sid: string }, never>({
  port: Number(process.argv[2]),
  hostname: "127.0.0.1",
  async fetch(request, server) {
    if (request.method === "POST") {
      server.publish("live", `42["breaking",${await request.text()}]`);
      return new Response(null, { status: 204 });
    }
    const upgraded = request.headers.get("upgrade") && server.upgrade(request, { data: { sid: crypto.randomUUID() } });
    return upgraded ? undefined : new Response("ok");
  },
  websocket: {
    perMessageDeflate: false,
    idleTimeout: 0,
    backpressureLimit: 1 << 24,
    open(socket) {
      socket.send("0" + JSON.stringify({ sid: socket.data.sid, ...session }));
    },
    message(socket, message) {
      if (message !== "40") return;
      socket.send(`40{"sid":"${socket.data.sid}"}`);
      socket.send(snapshot);
      socket.subscribe("live");
    },
  },
});
