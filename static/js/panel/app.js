/** The desk: the same board as on listeners' pages, and the newsroom's own state every few seconds. */
import { showAlertsWaiting } from "../alerts/waiting.js";
import { startTicking } from "../clock/time.js";
import { askWhileGuessing } from "../feed/asking.js";
import { BLOCKS } from "../feed/board.js";
import { feed } from "../feed/feed.js";
import { need } from "../page/dom.js";
import { board } from "../page/site.js";
import { say } from "../page/words.js";
import { air, offerSegments, showAir, showStream } from "./air.js";
import { quick } from "./bar/quick.js";
import { showDegraded } from "./degraded.js";
import { showHeadlines, tick } from "./headlines.js";
import { showLog } from "./log.js";
import { notice } from "./notice.js";
import { pickers } from "./picker.js";
import { people, showPeople } from "./pushing/people.js";
import { presence } from "./pushing/presence.js";
import { showSentAlone } from "./pushing/sent-alone.js";
import { focusAsked, showWaiting, waiting } from "./pushing/waiting.js";
import { showNewsroom } from "./rehearsal/band.js";
import { follow } from "./rehearsal/follow.js";
import { DESK, IN_REHEARSAL } from "./rehearsal/where.js";
import { REASONS } from "./send.js";
import { compose, refill } from "./writing/compose.js";

/** @import { DeskState } from "./types.d.ts" */

const STATE_MS = 4000;
/** With others at the desk, as in a rehearsal: what one of them asks should not wait. */
const TOGETHER_MS = 1500;
const AFTER_NEWS_MS = 150;
const SHOW_AGES_MS = 5000;

/** @type {DeskState | null} */
let state = null;
/** @type {ReturnType<typeof setTimeout>} */
let timer;
/** Whether what is sent would be taken: `live`, or a word for why not. */
let store = "live";
let wasUp = false;

/** Live is what both are: the feed that brings the board, and the store that what is sent goes to. */
function showLink() {
  wasUp ||= feed.state === "live";
  const lost = feed.state === "offline" || (feed.state === "connecting" && wasUp);
  const name = store === "live" ? (lost ? "away" : feed.state) : store;
  const link = need(document, "#link");
  link.dataset.state = name;
  need(link, '[data-f="text"]').textContent = say(`link_${name}`);
}

function show() {
  const { breaking, on_air: onAir, stream } = board.state;
  showHeadlines(breaking);
  showAir(onAir, state?.holds);
  showStream(stream, state?.holds);
  notice(stream);
}

/**
 * Says by the lamp whether what is sent would be taken, and to who waits for an answer that it would be again.
 * @param {string} name
 */
function answered(name) {
  const isBack = store !== "live" && name === "live";
  store = name;
  showLink();
  if (isBack) document.dispatchEvent(new Event("airwire:back"));
}

async function refresh() {
  clearTimeout(timer);
  try {
    const response = await fetch(`${DESK}/state.json${presence()}`, { signal: AbortSignal.timeout(5000) });
    if (response.status === 401) location.assign("/panel/sign-in");
    if (response.status >= 500) {
      const { type } = await response.json().catch(() => ({}));
      answered(REASONS[type] ?? "server_error");
    }
    if (response.ok) take(await response.json());
  } catch {
    answered("no_answer");
  }
  if (store !== "live") need(document, "#listeners").textContent = "–";
  const often = IN_REHEARSAL || (state?.people.length ?? 0) > 1 ? TOGETHER_MS : STATE_MS;
  timer = setTimeout(refresh, document.hidden ? 4 * STATE_MS : often);
}

/** @param {DeskState} fresh */
function take(fresh) {
  state = fresh;
  answered("live");
  need(document, 'meta[name="csrf"]', HTMLMetaElement).content = fresh.csrf;
  need(document, "#listeners").textContent = say("connected", { n: fresh.listeners });
  offerSegments(fresh.today, board.state.on_air);
  showLog(fresh.log);
  showDegraded(fresh.degraded);
  showWaiting(fresh);
  showAlertsWaiting(fresh.alerts_waiting);
  showSentAlone(fresh);
  showPeople(fresh);
  showNewsroom(fresh.newsroom);
  show();
}

/** Something happened: the log and the holds will have it in a moment. */
function soonRefresh() {
  clearTimeout(timer);
  timer = setTimeout(refresh, AFTER_NEWS_MS);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "n") {
    event.preventDefault();
    need(document, "#headline").focus();
  }
  if (event.key === "a") focusAsked();
});

pickers(document);
compose(() => (state ? say("connected", { n: state.listeners }) : ""));
air();
waiting(soonRefresh, refill);
people(soonRefresh);
quick();
document.addEventListener("airwire:writing", soonRefresh);
document.addEventListener("visibilitychange", soonRefresh);
for (const block of BLOCKS) {
  board.subscribe(block, () => {
    show();
    soonRefresh();
  });
}
board.subscribe("article", soonRefresh);
feed.watch(showLink);
showLink();
show();
startTicking(() => true);
follow();
if (!IN_REHEARSAL) askWhileGuessing();
refresh();
setInterval(() => {
  tick();
  show();
}, SHOW_AGES_MS);
