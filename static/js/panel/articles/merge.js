/** What two people made of the fields of one form, and of how they were before. Pure. */

/**
 * The fields of `base` after both changes: where only one side changed something, that counts; where both did, `mine` stays and the
 * field is among the `clashes`.
 * @param {Record<string, string>} base @param {Record<string, string>} mine @param {Record<string, string>} theirs
 * @returns {{ fields: Record<string, string>, clashes: string[] }}
 */
export function merged(base, mine, theirs) {
  /** @type {Record<string, string>} */
  const fields = {};
  const clashes = [];
  for (const [name, own] of Object.entries(mine)) {
    const before = base[name] ?? "";
    const other = theirs[name] ?? before;
    fields[name] = own === before ? other : own;
    if (own !== before && other !== before && own !== other) clashes.push(name);
  }
  return { fields, clashes };
}
