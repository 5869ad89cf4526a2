/**
 * The order of events: no gap, no repeat. Pure, so that tests run the very code that pages run.
 *
 *     receive(place, name, data) → { place, steps }
 *
 * A place is the last event a listener has (`epoch`, `seq`), what came too early (`held`), and whether a resume was
 * asked for (`waiting`). Steps are what to do, in order:
 *     { do: "replace", board }      a whole snapshot
 *     { do: "apply", name, data }   the next event
 *     { do: "resume" }              ask for what is missing after (epoch, seq)
 */

/** So many early events are held while a gap is filled; past it they are let go, and the resume brings them. */
export const MOST_HELD = 500;

export function begin(epoch = null, seq = 0) {
  return { epoch, seq, held: [], waiting: false };
}

/** What a server wants to hear from a listener that connects or resumes. */
export function spot(place) {
  return place.epoch === null ? {} : { epoch: place.epoch, seq: place.seq };
}

/** The line went: whatever was asked for will be asked again by the next connection. */
export function dropped(place) {
  return { ...place, waiting: false };
}

export function receive(place, name, data) {
  if (!isNumbered(data)) return { place, steps: [] };
  return name === "snapshot" ? snapshot(place, data) : event(place, name, data);
}

function isNumbered(data) {
  return data !== null && typeof data === "object" && typeof data.epoch === "string" && Number.isSafeInteger(data.seq);
}

function snapshot(place, data) {
  const older = data.epoch === place.epoch && data.seq < place.seq;
  if (older) return { place, steps: [] };
  const held = place.held.filter((early) => early.data.epoch === data.epoch);
  return drain({ epoch: data.epoch, seq: data.seq, held, waiting: false }, [{ do: "replace", board: data }]);
}

function event(place, name, data) {
  const foreign = data.epoch !== place.epoch;
  if (!foreign && data.seq <= place.seq) return { place, steps: [] };
  if (!foreign && data.seq === place.seq + 1) {
    return drain({ ...place, seq: data.seq }, [{ do: "apply", name, data }]);
  }
  const held = place.held.length < MOST_HELD ? [...place.held, { name, data }] : [];
  return { place: { ...place, held, waiting: true }, steps: place.waiting ? [] : [{ do: "resume" }] };
}

/** Applies what was held and now follows on. What still waits for a gap has been asked for, or is now. */
function drain(place, steps) {
  let { seq } = place;
  const held = [];
  for (const early of [...place.held].sort((a, b) => a.data.seq - b.data.seq)) {
    const ours = early.data.epoch === place.epoch;
    if (ours && early.data.seq <= seq) continue;
    if (ours && early.data.seq === seq + 1) {
      seq += 1;
      steps.push({ do: "apply", ...early });
    } else {
      held.push(early);
    }
  }
  const behind = held.length > 0;
  if (behind && !place.waiting) steps.push({ do: "resume" });
  return { place: { epoch: place.epoch, seq, held, waiting: behind }, steps };
}
