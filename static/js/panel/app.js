/** The control panel: the board by websocket, the newsroom's own state every few seconds. */

import { air, offerSegments, showAir, showStream } from "./air.js";
import { showBoard, tick } from "./board.js";
import { compose } from "./compose.js";
import { showDegraded } from "./degraded.js";
import { follow } from "./link.js";
import { notice } from "./notice.js";
import { pickers } from "./picker.js";
import { clock, word } from "./say.js";
import { REASONS } from "./send.js";

const STATE_MS = 4000;
let board = null;
let state = null;
let timer = 0;

let line = "connecting";
let store = "live";

/** Live is what both are: the line that brings the board, and the store that what is sent goes to. */
function showLink() {
  const name = line === "live" ? store : line;
  const link = document.getElementById("link");
  link.dataset.state = name;
  link.querySelector('[data-f="text"]').textContent = word(`link_${name}`);
}

function show() {
  if (!board) return;
  showBoard(board.breaking);
  showAir(board.on_air, state?.holds);
  showStream(board.stream, state?.holds);
  notice(board.stream);
}

/** Says by the lamp whether what is sent would be taken, and to who waits for an answer that it would be again. */
function answered(name) {
  const isBack = store !== "live" && name === "live";
  store = name;
  showLink();
  if (isBack) document.dispatchEvent(new Event("airwire:back"));
}

async function refresh() {
  clearTimeout(timer);
  try {
    const response = await fetch("/panel/state.json", { signal: AbortSignal.timeout(5000) });
    if (response.status === 401) location.assign("/panel/sign-in");
    if (response.status >= 500) {
      const { type } = await response.json().catch(() => ({}));
      answered(REASONS[type] ?? "server_error");
    }
    if (response.ok) {
      state = await response.json();
      answered("live");
      document.querySelector('meta[name="csrf"]').content = state.csrf;
      document.getElementById("listeners").textContent = state.listeners.toLocaleString();
      offerSegments(state.today, board?.on_air);
      showLog(state.log);
      showDegraded(state.degraded);
      show();
    }
  } catch {
    answered("no_answer");
  }
  if (store !== "live") document.getElementById("listeners").textContent = "?";
  timer = setTimeout(refresh, document.hidden ? 4 * STATE_MS : STATE_MS);
}

function showLog(entries) {
  const list = document.getElementById("log");
  const newest = entries[0]?.at ?? "";
  document.getElementById("log-empty").hidden = entries.length > 0;
  if (list.dataset.newest === newest && list.children.length === entries.length) return;
  list.dataset.newest = newest;
  list.replaceChildren(
    ...entries.map((entry) => {
      const row = document.createElement("li");
      const time = Object.assign(document.createElement("time"), { dateTime: entry.at, textContent: clock(entry.at) });
      const who = Object.assign(document.createElement("strong"), { textContent: entry.by });
      row.append(time, " ", who, ` ${word(`did ${entry.did}`).replace(/^did /, "")} `, entry.what);
      return row;
    }),
  );
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "n" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("headline").focus();
  }
});

showLink();
pickers(document);
compose(() => state?.listeners ?? "?");
air();
follow((next) => {
  const news = board?.seq !== next.seq;
  board = next;
  show();
  if (news) {
    clearTimeout(timer);
    timer = setTimeout(refresh, 150);
  }
}, (name) => {
  line = name;
  showLink();
});
refresh();
setInterval(() => {
  tick();
  show();
}, 5000);
