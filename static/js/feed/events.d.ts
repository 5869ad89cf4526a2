/** Written by `make types` from webapp/newsroom/{model,events,board}.py: change those, not this. */

/**
 * The public state. `breaking` is newest first; `seq` is the last event in it.
 */
export interface Snapshot {
  epoch: string;
  seq: number;
  breaking: BreakingItem[];
  stream: Stream;
  on_air: OnAir;
  most_read: MostRead | null;
  promo: Promo | null;
  now: string;
}
/**
 * A headline on the board. `rev` starts at 1 and grows with each correction.
 *
 * A flash brings the card of its article: pages put it beside the segment without asking for it.
 */
export interface BreakingItem {
  id: string;
  rev: number;
  headline: string;
  priority: "flash" | "bulletin" | "urgent";
  body?: string;
  article?: string;
  card?: ArticleCard;
  published_at: string;
  corrected_at?: string;
  expires_at?: string;
  reason?: string;
}
/**
 * As much of an article as a list or a rotation shows.
 */
export interface ArticleCard {
  slug: string;
  title: string;
  summary?: string;
  picture?: Picture;
  language: string;
  published_at?: string;
}
/**
 * `url` is a path of ours or an https address; width and height in pixels, so that pages do not jump.
 */
export interface Picture {
  url: string;
  width: number;
  height: number;
  alt: string;
  caption?: string;
  credit?: string;
}
/**
 * The station's stream. `checked_at` is the age of the knowledge; `until` ends a hold by hand.
 */
export interface Stream {
  status: "on_air" | "silent" | "off_air" | "unknown";
  since?: string;
  checked_at?: string;
  by: "probe" | "hand";
  until?: string;
  streams: StreamSource[];
}
/**
 * One configured stream. `kind` says how it is played and probed, `reason` why its status is not plainly on air.
 *
 * So that a page can follow the ear: `burst_s`, how many seconds the server sends a newcomer at once, as measured, and
 * `delay_s`, how long the sound takes from the studio to the server, as the operator says. `playing` is what the stream
 * itself says is playing, while it is on the air.
 */
export interface StreamSource {
  id: string;
  title: string;
  url: string;
  kind: "hls" | "icecast" | "audio";
  language?: string;
  bitrate_kbps?: number;
  burst_s?: number;
  delay_s: number;
  playing?: string;
  status: "on_air" | "silent" | "off_air" | "unknown";
  reason?: string;
}
/**
 * What is on the air. `starts_at` and `ends_at` are the segment's (the programme's where it has none).
 *
 * `programme` is `None` in a hole of the grid; `by` is `hand` while an anchor holds a segment, until `until` where the
 * hold has an end.
 */
export interface OnAir {
  programme?: Programme;
  segment?: Segment;
  starts_at?: string;
  ends_at?: string;
  next?: UpNext;
  rotation?: Rotation;
  by: "schedule" | "hand";
  until?: string;
}
export interface Programme {
  id: string;
  title: string;
  hosts: string[];
  description?: string;
  language?: string;
  picture?: Picture;
}
export interface Segment {
  id: string;
  title: string;
  description?: string;
}
export interface UpNext {
  programme: Programme;
  segment?: Segment;
  starts_at: string;
}
/**
 * Which article stands beside the segment at a moment: every `every_s` the next, counted from `starts_at`.
 */
export interface Rotation {
  articles: ArticleCard[];
  every_s: number;
  starts_at: string;
}
export interface MostRead {
  window: "1h" | "24h" | "7d";
  as_of: string;
  items: MostReadItem[];
}
/**
 * `was` is the rank in the list before, `None` for a newcomer. `pinned` stands there by an editor's choice.
 */
export interface MostReadItem {
  article: string;
  title: string;
  reads: number;
  rank: number;
  was?: number;
  pinned?: true;
}
/**
 * What the station advertises. The log and the board keep where `image` comes from; everybody else gets `shown`.
 */
export interface Promo {
  title: string;
  link: string;
  image?: Picture;
  until?: string;
}
export interface ArticleChange {
  action: "published" | "updated" | "withdrawn";
  slug: string;
  title: string;
}
export interface BreakingChange {
  action: "published" | "corrected" | "withdrawn" | "expired";
  item: BreakingItem;
}
/**
 * Another programme grid is in force; `revision` is a short name for its content.
 */
export interface ScheduleChange {
  revision: string;
}

/** Where an event stands in the log: dense within an epoch. `at` is RFC 3339. */
export interface Place {
  epoch: string;
  seq: number;
  at: string;
}

/** The body of `promo` when none is shown any more. */
export interface PromoGone {
  title?: undefined;
}

/** The body of each event by its name. */
export interface Bodies {
  breaking: BreakingChange;
  stream: Stream;
  on_air: OnAir;
  most_read: MostRead;
  article: ArticleChange;
  schedule: ScheduleChange;
  promo: Promo | PromoGone;
}

export type EventName = keyof Bodies;
/** What a listener gets under the name of an event. */
export type EventData<Name extends EventName> = Place & Bodies[Name];
