// `node stock.mjs HOST PORT COUNT`: socket.io-client as npm has it, with the order of events as our pages keep it.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";
import { begin, dropped, receive, spot } from "../../static/js/feed/sequence.js";

const [host, port, count] = process.argv.slice(2);
const now = () => Number(process.hrtime.bigint()) / 1e9; // the clock that Python's time.monotonic() reads
const wish = (item) => Number(item.headline.split(" ").at(-1));

class Listener {
  place = begin();
  journal = [];
  last = 0;
  snapshots = 0;
  #known = new Set();

  constructor() {
    this.socket = io(`http://${host}:${port}`, {
      transports: ["websocket"],
      forceNew: true,
      auth: (give) => give(spot(this.place)),
    });
    this.socket.onAny((name, data) => this.#take(name, data));
    this.socket.on("disconnect", (reason) => {
      this.place = dropped(this.place);
      if (reason === "io server disconnect") this.socket.connect();
    });
  }

  #take(name, data) {
    const { place, steps } = receive(this.place, name, data);
    this.place = place;
    for (const step of steps) {
      if (step.do === "resume") this.socket.emit("resume", spot(place));
      else if (step.do === "replace") this.#replace(step.board);
      else this.#apply(step.name, /** @type {any} */ (step.data));
    }
  }

  #apply(name, { action, item }) {
    if (name === "breaking" && action === "published") this.#show(item);
  }

  #replace(board) {
    this.snapshots += 1;
    for (const item of [...board.breaking].reverse()) if (!this.#known.has(item.id)) this.#show(item);
  }

  #show(item) {
    this.#known.add(item.id);
    this.last = wish(item);
    this.journal.push([this.last, now()]);
  }

  takeJournal() {
    return this.journal.splice(0);
  }
}

const listeners = Array.from({ length: Number(count) }, () => new Listener());
const sum = (figure) => listeners.reduce((total, one) => total + Number(figure(one)), 0);
const questions = createInterface({ input: process.stdin });
questions.on("close", () => process.exit());
questions.on("line", (line) => {
  const [question, number] = line.split(" ");
  const answer =
    question === "have"
      ? { here: sum((one) => one.socket.connected), have: sum((one) => one.last >= Number(number)) }
      : { journals: listeners.map((one) => one.takeJournal()), snapshots: sum((one) => one.snapshots) };
  console.log(JSON.stringify(answer));
});
