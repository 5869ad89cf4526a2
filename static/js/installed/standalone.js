/** Whether this page is shown by the installed app, without a browser around it. */
export function isInstalled() {
  return matchMedia("(display-mode: standalone)").matches;
}
