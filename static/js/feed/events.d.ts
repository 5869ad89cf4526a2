/** Written by `make types` from webapp/newsroom/{model,events,board}.py: change those, not this. */

/**
 * The public state. `breaking` is newest first; `seq` is the last event contained in it, `succeeds` are the epochs that
 * this one goes on from, newest first.
 */
export interface Snapshot {
  epoch: string;
  seq: number;
  succeeds?: Former[];
  breaking: BreakingItem[];
  stream: Stream;
  on_air: OnAir;
  most_read: MostRead | null;
  promo: Promo | null;
  alerts: AlertItem[];
  now: string;
}
/**
 * An epoch of before, and its last seq that is still known: who stands at or below it goes on by events.
 */
export interface Former {
  epoch: string;
  seq: number;
}
/**
 * A headline on the board. `rev` starts at 1 and grows with each correction.
 *
 * A flash carries the card of its article, so that pages can show it beside the segment without another request. One in several
 * languages has them in `texts`, and `language` says in which one `headline` is; `{}` is one that lacks all other halves.
 */
export interface BreakingItem {
  id: string;
  rev: number;
  headline: string;
  priority: "flash" | "bulletin" | "urgent";
  body?: string;
  texts?: {
    [k: string]: HeadlineText;
  };
  language?: string;
  article?: string;
  card?: ArticleCard;
  published_at: string;
  corrected_at?: string;
  expires_at?: string;
  reason?: string;
}
/**
 * A headline and its body in one more language.
 */
export interface HeadlineText {
  headline: string;
  body?: string;
}
/**
 * The part of an article that a list or a rotation shows.
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
 * `url` is a path of this site or an https address; width and height are pixels, so that pages reserve the space.
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
 * The station's stream. `checked_at` is when the status was last confirmed; `until` ends a hold by hand.
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
 * One configured stream. `kind` decides how it is played and probed; `reason` explains a status other than on air.
 *
 * Three times let a page follow what the listener hears: `burst_s`, the measured seconds of sound that the server sends
 * a new listener at once, `delay_s`, the configured seconds from the studio to the server, and `dates_late_s`, the seconds
 * by which the dates of an HLS stream are behind. `playing` is the title that the stream itself announces while it is on
 * air.
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
  dates_late_s: number;
  playing?: string;
  status: "on_air" | "silent" | "off_air" | "unknown";
  reason?: string;
}
/**
 * What is on the air. `starts_at` and `ends_at` are the segment's, or the programme's when it has no segment.
 *
 * `programme` is `None` in a hole of the grid. `by` is `hand` while an anchor holds a segment, until `until` if that is
 * set.
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
/**
 * A programme as listeners see it.
 */
export interface Programme {
  id: string;
  title: string;
  hosts: string[];
  description?: string;
  language?: string;
  picture?: Picture;
}
/**
 * A segment of a programme as listeners see it.
 */
export interface Segment {
  id: string;
  title: string;
  description?: string;
}
/**
 * The next programme or segment, and when it starts.
 */
export interface UpNext {
  programme: Programme;
  segment?: Segment;
  starts_at: string;
}
/**
 * The articles that take turns beside the segment: the next one every `every_s` seconds, counted from `starts_at`.
 */
export interface Rotation {
  articles: ArticleCard[];
  every_s: number;
  starts_at: string;
}
/**
 * The most-read list of one window; `as_of` is when it was ranked.
 */
export interface MostRead {
  window: "1h" | "24h" | "7d";
  as_of: string;
  items: MostReadItem[];
}
/**
 * `was` is the rank in the previous list, `None` for a new entry. `pinned` marks an editor's choice. `language` is the
 * article's; lists of older builds have none.
 */
export interface MostReadItem {
  article: string;
  title: string;
  language?: string;
  reads: number;
  rank: number;
  was?: number;
  pinned?: true;
}
/**
 * What the station advertises. The log and the board keep the original address of `image`; everybody else gets
 * `shown`.
 */
export interface Promo {
  title: string;
  link: string;
  image?: Picture;
  until?: string;
}
/**
 * An alert in force. `rev` grows with each update of its sender, under the same `id`.
 *
 * The texts are in the station's first language where the sender or an editor has written them in it, else in `language`;
 * `texts` has them in the station's other languages. `severity` is CAP's word. `onset` is set where it is later than
 * `sent`.
 */
export interface AlertItem {
  id: string;
  rev: number;
  event: string;
  headline: string;
  area: string;
  severity: "Extreme" | "Severe" | "Moderate" | "Minor" | "Unknown";
  until: string;
  instruction: string;
  language: string;
  texts: AlertText[];
  sender: string;
  sent: string;
  onset?: string;
  web?: string;
}
/**
 * What an alert says in one language; an empty text is one that its sender has not written.
 */
export interface AlertText {
  language: string;
  event: string;
  headline: string;
  area: string;
  instruction: string;
}
/**
 * The alerts in force are these now, the severest first; at most `alerts.items.MAX_ALERTS_SHOWN`.
 */
export interface AlertsChange {
  alerts: AlertItem[];
}
/**
 * An article was published, updated or withdrawn.
 */
export interface ArticleChange {
  action: "published" | "updated" | "withdrawn";
  slug: string;
  title: string;
}
/**
 * A headline was published, corrected, withdrawn or expired.
 */
export interface BreakingChange {
  action: "published" | "corrected" | "withdrawn" | "expired";
  item: BreakingItem;
}
/**
 * Another programme grid is in force; `revision` is a short hash of its content.
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
  alerts: AlertsChange;
  promo: Promo | PromoGone;
}

export type EventName = keyof Bodies;
/** What a listener gets under the name of an event. */
export type EventData<Name extends EventName> = Place & Bodies[Name];
