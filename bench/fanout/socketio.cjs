// Node's socket.io at its best for this: websocket only, no compression, the snapshot given at once.
const fs = require("node:fs");
const http = require("node:http");
const { Server } = require("socket.io");

const snapshot = JSON.parse(fs.readFileSync(process.env.SNAPSHOT));
const server = http.createServer((request, response) => {
  if (request.method !== "POST") return response.end("ok");
  let body = "";
  request.on("data", (data) => (body += data));
  request.on("end", () => {
    io.emit("breaking", JSON.parse(body));
    response.writeHead(204).end();
  });
});
const io = new Server(server, {
  transports: ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
});
io.on("connection", (socket) => socket.emit("snapshot", snapshot));
server.listen(Number(process.argv[2]), "127.0.0.1", 4096);
