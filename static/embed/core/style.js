/** @param {(light: string, dark: string) => string} one which of two colours, or both for the browser to choose */
const palette = (one) => `--g:var(--airwire-ground,${one("#fff", "#0a0f17")});--i:var(--airwire-ink,${one("#0f1620", "#eef2f8")});
  --q:var(--airwire-quiet,${one("#4b5565", "#a7b2c4")});--l:var(--airwire-line,${one("#d8dde5", "#2b3750")});
  --a:var(--airwire-accent,${one("#c4122c", "#ff7a88")});--f:${one("#0a4cc4", "#8fb8ff")}`;

/**
 * The host element belongs to the page, which may size, place and hide it. What is read in it is ours, whatever the page
 * resets: important rules in a shadow tree win over the page's, and `all: initial` keeps what would be inherited out.
 */
export const CSS = `
  :host{display:block;block-size:auto!important;max-block-size:none!important;opacity:1!important}
  :host([hidden]){display:none!important}
  .place{display:block;min-block-size:1px}
  .box{all:initial;display:block;box-sizing:border-box;container-type:inline-size;contain-intrinsic-inline-size:22em;
    font:medium/1.4 var(--airwire-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);
    overflow-wrap:anywhere;text-align:start;-webkit-text-size-adjust:100%;
    ${palette((light) => light)};
    color:var(--i);background:var(--g);border:1px solid var(--l);border-radius:8px;color-scheme:inherit}
  .light{color-scheme:light}
  .dark{${palette((_, dark) => dark)};color-scheme:dark}
  @supports (color:light-dark(red,red)){.box{${palette((light, dark) => `light-dark(${light},${dark})`)}}}
  .in{padding:.875em 1em}
  ol,ul{list-style:none;margin:0;padding:0}
  p{margin:0}
  li{padding-block:.625em}
  li+li{border-block-start:1px solid var(--l)}
  a{color:inherit;text-decoration:none}
  a:hover{text-decoration:underline}
  a:focus-visible{outline:3px solid var(--f);outline-offset:2px;border-radius:2px}
  li a{display:block;font-weight:600;line-height:1.3}
  .k,small{font-size:.8125em;color:var(--q);font-weight:400}
  .k{padding-block-end:.25em}
  .k b{color:var(--a);font-weight:700;margin-inline-end:.5em}
  .flash .k b{color:#fff;background:#c4122c;border-radius:2px;padding:.1em .5em}
  small{display:block;font-variant-numeric:tabular-nums}`;
