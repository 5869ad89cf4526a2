// A stock socket.io-client: says on standard output what it hears, a JSON array a line.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const say = (...what) => console.log(JSON.stringify(what));
const socket = io(process.argv[2], {
  transports: ["websocket"],
  reconnectionDelay: 100,
  reconnectionDelayMax: 300,
  auth: (give) => give({ epoch: "e", seq: 1 }),
});
socket.on("connect", () => say("connect"));
socket.on("disconnect", (reason) => say("disconnect", reason));
socket.on("connect_error", (error) => say("connect_error", error.message));
socket.onAny((name, ...body) => say(name, ...body));
createInterface({ input: process.stdin }).on("line", async (line) => {
  const [name, ...body] = JSON.parse(line);
  say("acknowledged", await socket.timeout(5000).emitWithAck(name, ...body));
});
