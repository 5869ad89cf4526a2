/** Reads a `text/event-stream` piece by piece and gives out each event's name and data. Pure. */

export class EventReader {
  #rest = "";
  #name = "";
  #data = [];

  constructor(give) {
    this.give = give;
  }

  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (line === "") return this.#end();
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") this.#name = value;
    else if (field === "data") this.#data.push(value);
  }

  #end() {
    if (this.#data.length) this.give(this.#name || "message", this.#data.join("\n"));
    this.#name = "";
    this.#data = [];
  }
}
