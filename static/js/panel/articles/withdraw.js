/** Withdrawing the article that is open, with a reason for readers. */
import { need } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { field, mark, unmark, values } from "../fields.js";
import { Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { forget } from "./kept.js";
import { sendAgain } from "./sending.js";

/** Makes the form work that withdraws the article of `article`, where the page has one. @param {HTMLFormElement} article */
export function withdrawing(article) {
  const form = document.querySelector("#withdraw");
  if (!(form instanceof HTMLFormElement)) return;
  const outcome = need(form, ".outcome");
  const button = need(form, "button", HTMLButtonElement);
  const wish = new Wish();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    const reason = values(form).reason.trim();
    if (!reason) return mark(field(form, "reason"), say("article_reason_missing"));
    if (button.disabled) return;
    button.disabled = true;
    showStatus(outcome, say("sending"), "wait");
    try {
      await sendAgain(wish, "DELETE", `/articles/${article.dataset.slug}`, { reason });
      showStatus(outcome, say("article_withdrawn"));
      forget(article);
      location.assign(`/panel/articles/${article.dataset.slug}/edit?done=withdrawn`);
    } catch (error) {
      showFailure(error, outcome, form);
      button.disabled = false;
      button.focus();
    }
  });
}
