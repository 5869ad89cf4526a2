/** The ticker's own rules: its lists. */
export const CSS_OF_LISTS = `
  header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em;padding-block-end:.625em}
  header a{font-weight:700}
  .lists{display:grid;gap:1em 2em}
  .lists>div{border-block-start:2px solid var(--i);padding-block-start:.125em}
  .name{font-size:.8125em;font-weight:700;padding-block:.5em .125em;color:var(--i)}
  .flash a{font-weight:800}
  .w{margin-block-end:.5em;padding:.375em .75em;border-inline-start:.25em solid #8a5a00;background:#8a5a0022}
  .w b{margin-inline-end:.5em}
  .w a{font-weight:600}
  .most{counter-reset:r}
  .most li{position:relative;padding-inline-start:2.25em;counter-increment:r}
  .most li::before{content:counter(r);position:absolute;inset-inline-start:0;inset-block-start:.36em;font-size:1.375em;
    font-weight:800;letter-spacing:-.04em;font-variant-numeric:tabular-nums}
  @container (min-width:36em){.two{grid-template-columns:1fr 1fr}}`;
