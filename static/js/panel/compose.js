/** Writing a headline, seeing it as listeners will, and pushing it: once, however often it is sent. */

import { fill } from "./headline.js";
import { picked } from "./picker.js";
import { meant } from "./question.js";
import { Wish } from "./send.js";
import { clock, explain, mark, oneLine, tell, unmark, word } from "./say.js";

const KEPT = "airwire.draft";
const form = document.getElementById("compose");
const told = document.getElementById("compose-told");
const push = form.querySelector('[data-act="push"]');
const preview = document.querySelector("#preview .headline");
const wish = new Wish();
let busy = false;

/** `listening()` tells how many are connected, for the receipt. */
export function compose(listening) {
  restore();
  show();
  form.addEventListener("input", () => {
    unmark(form);
    show();
    keep();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(listening);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask(listening);
    }
  });
}

async function ask(listening) {
  if (busy) return;
  unmark(form);
  if (!draft().headline) {
    mark(form.elements.headline, word("headline_missing"));
    return;
  }
  if (!picked(form)) return;
  if (draft().priority === "flash" && !(await meant(draft().headline))) return;
  out(listening);
}

async function out(listening) {
  if (busy) return;
  busy = push.disabled = true;
  tell(told, word("pushing"), "wait");
  const sending = wish.send("POST", "/breaking", draft());
  keep();
  try {
    const { seq } = await sending;
    form.reset();
    tell(told, word("out", { time: clock(new Date()), seq, listeners: listening() }));
    form.elements.headline.focus();
  } catch (error) {
    explain(error, told, form);
  } finally {
    busy = push.disabled = false;
    push.textContent = word(wish.open ? "push_again" : "push");
    if (wish.open) push.focus();
    show();
    keep();
  }
}

function draft() {
  const { headline, priority, body, article, expires_in } = Object.fromEntries(new FormData(form));
  const wanted = { headline: oneLine(headline), priority };
  if (body.trim()) wanted.body = body.trim();
  if (article.trim()) wanted.article = article.trim();
  if (expires_in) wanted.expires_in = Number(expires_in);
  return wanted;
}

function show() {
  const { headline, priority, body } = draft();
  fill(preview, { priority, headline: headline || word("preview_empty"), body, published_at: new Date().toISOString() });
  preview.toggleAttribute("data-empty", !headline);
  const left = form.elements.headline.maxLength - form.elements.headline.value.length;
  form.querySelector('[data-count-of="headline"]').value = String(left);
}

/** What was typed, and what was sent without an answer, outlives a reload. */
function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify({ fields: Object.fromEntries(new FormData(form)), wish: wish.save() }));
}

function restore() {
  const { fields = {}, wish: open } = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  wish.restore(open);
  if (wish.open) {
    push.textContent = word("push_again");
    tell(told, word("unconfirmed_no_answer"), "bad");
    told.dataset.open = "";
  }
}
