/** What `/panel/state.json` and `/api/v1/rundown` say to the panel's scripts. */

import type { BreakingItem, Programme, Segment } from "../feed/events.d.ts";

export interface Hold {
  by?: string;
  until?: string;
}

/** What is held by hand, and by whom. */
export interface Holds {
  on_air?: Hold;
  stream?: Hold;
}

/** One programme of a day, with its segments. */
export interface Show {
  programme: Programme;
  starts_at: string;
  ends_at: string;
  segments?: { segment: Segment; starts_at: string; ends_at: string }[];
}

export interface LogEntry {
  at: string;
  by: string;
  did: string;
  what: string;
  /** Where it was done in one. */
  rehearsal?: string;
}

/** Something that does not work as it should; `what` is a short name, `detail` a sentence in English. */
export interface Degraded {
  what: string;
  detail: string;
  since: string;
}

/** A headline that is not out, as `newsroom/headlines/waiting.py` has it for staff. */
export interface WaitingHeadline {
  id: string;
  rev: number;
  state: "draft" | "pending" | "held" | "scheduled" | "missed";
  headline: string;
  priority: BreakingItem["priority"];
  body?: string;
  article?: string;
  expires_in?: number;
  at?: string;
  texts?: Record<string, { headline: string; body?: string }>;
  by: string;
  since?: string;
  until?: string;
  changed_by?: string;
  corrects: boolean;
}

/** A flash that one person sent without a second one. */
export interface SentAlone {
  id: string;
  headline: string;
  by: string;
  at: string;
  due: string;
  overdue: boolean;
}

/** Somebody at the desk; `writing` is a headline's id, or `new`. */
export interface Colleague {
  name: string;
  role: string;
  at: string;
  writing?: string;
}

/** A note at the desk; a handover is open until it is `taken_by` somebody. */
export interface DeskNote {
  id: string;
  text: string;
  by: string;
  at: string;
  handover: boolean;
  taken_by?: string;
}

/** What happens in the newsroom while somebody rehearses: the last real flash, and how many wait for who asks. */
export interface Newsroom {
  flash: string | null;
  approvals: number;
}

export interface DeskState {
  /** Only in the rehearsal. */
  newsroom?: Newsroom;
  notes: DeskNote[];
  me: string;
  people: Colleague[];
  waiting: WaitingHeadline[];
  sent_alone: SentAlone[];
  csrf: string;
  listeners: number;
  alerts_waiting: number;
  holds: Holds;
  today: Show[];
  log: LogEntry[];
  degraded: Degraded[];
}

/** Which articles stand beside a programme or segment. */
export interface Rules {
  articles?: string[];
  topics?: string[];
  order?: string;
  limit?: number;
  every_s?: number;
  language?: string;
}

/** A day as `/api/v1/rundown` has it. */
export interface DayOfRundown {
  now: string;
  day: { starts_at: string; ends_at: string };
  broadcasts: Broadcast[];
  /** The small picture of an article, by its slug. */
  pictures: Record<string, string>;
  as_run: { ran: { starts_at: string; programme?: { id: string; title: string }; by: string }; ends_at?: string | null }[];
}

export interface PlannedSegment extends Rules {
  id?: string;
  title: string;
  description?: string;
  start?: string;
  end?: string;
}

/** One date's change of the grid, as it is kept. */
export interface RundownEntry {
  rev: number;
  override: Record<string, unknown> & Rules & { title?: string; programme?: string; segments?: PlannedSegment[] };
}

/** One programme of one date, as `/api/v1/rundown` has it; what is not yet in the grid has no times. */
export interface Broadcast {
  id: string;
  entry: RundownEntry | null;
  programme: { id?: string; title: string; hosts?: string[]; description?: string; language?: string };
  rules: Rules;
  segments: PlannedSegment[];
  wall: { date: string; start: string; end: string };
  in_grid?: boolean;
  special?: boolean;
  starts_at?: string;
  ends_at?: string;
}
