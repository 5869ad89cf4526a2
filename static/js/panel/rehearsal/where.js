/** Which desk this page is of: the newsroom's, or the rehearsal's, whose calls go nowhere else. */

const { api = "/api/v1", desk = "/panel", rehearsal } = document.body.dataset;

/** Where its calls go. */
export const API = api;
/** Beginning of its pages' addresses. */
export const DESK = desk;
export const IN_REHEARSAL = rehearsal !== undefined;
/** Of what this tab keeps for itself: what is typed in a rehearsal never stands in the newsroom's form. @param {string} name */
export const keyHere = (name) => (IN_REHEARSAL ? `${name}.rehearsal` : name);
