/** Rows that a change moves glide to their new place, unless the reader asked for less motion. */

/**
 * Remembers where `nodes` are; the function it returns is called after the change.
 * @param {Iterable<Element>} nodes @returns {() => void}
 */
export function watchPlaces(nodes) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return () => {};
  const places = new Map([...nodes].map((node) => [node, node.getBoundingClientRect().top]));
  return () => {
    for (const [node, before] of places) {
      const by = before - node.getBoundingClientRect().top;
      if (!by || !node.isConnected || Math.abs(by) > innerHeight) continue;
      const timing = { duration: 350, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };
      node.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], timing);
    }
  };
}
