/** A withdrawn article leaves every list on the page that the board does not keep (latest news, related). */
import { board } from "./site.js";

export function dropWithdrawn() {
  board.subscribe("article", ({ action, slug }) => {
    if (action !== "withdrawn") return;
    for (const card of document.querySelectorAll(`.card[data-article="${CSS.escape(slug)}"]`)) (card.closest("li") ?? card).remove();
  });
}
