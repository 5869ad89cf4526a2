/** Reads a `text/event-stream` piece by piece and gives out each event's name and data. Pure. */

export class EventReader {
  #rest = "";
  #name = "";
  /** @type {string[]} */
  #data = [];

  /** @param {(name: string, data: string) => void} give */
  constructor(give) {
    this.give = give;
  }

  /** @param {string} text the next piece, cut anywhere */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }

  /** @param {string} line */
  #line(line) {
    if (line === "") return this.#end();
    const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === "event") this.#name = value;
    else if (field === "data") this.#data.push(value);
  }

  #end() {
    if (this.#data.length) this.give(this.#name || "message", this.#data.join("\n"));
    this.#name = "";
    this.#data = [];
  }
}
