/** What browsers have and the checker's own DOM has not, or not as closely: nothing of this is sent to anybody. */

import type { Place, Snapshot } from "./feed/events.d.ts";

declare global {
  /** Our pages are HTML; what is SVG says so. */
  interface ParentNode {
    querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
    querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
    querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
    querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
  }
  interface Element {
    closest<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
    closest<E extends Element = HTMLElement>(selectors: string): E | null;
  }
  interface Document {
    /** Chromium: the page is made ready before anybody opens it. */
    prerendering?: boolean;
  }
  /** The Network Information API, which Chromium has. */
  interface NetworkInformation extends EventTarget {
    type?: string;
    saveData?: boolean;
    /** Megabits a second, estimated. */
    downlink?: number;
    /** Milliseconds, estimated. */
    rtt?: number;
  }
  interface Navigator {
    connection?: NetworkInformation;
  }
  interface HTMLMediaElement {
    /** Apple's browsers: the date of the media's zero. */
    getStartDate?(): Date;
  }
}

/** What the server gave a page's scripts (`#airwire`). */
export interface PageData {
  board: Snapshot;
  station: { name: string; zone: string; city: string };
  build: string;
  vendors: Record<string, string>;
  /** Our own scripts that are fetched when they are needed. */
  parts: Record<"follow" | "hls" | "notify" | "offline" | "video", string>;
  words: Record<string, string>;
}

/** What fills a `data-f`: text, an instant for a `<time>`, or whether what is there is shown. */
export type Filling = string | number | boolean | null | undefined;

/** Where a listener stands: all that a server needs to know. */
export type Spot = Pick<Place, "epoch" | "seq"> | { epoch?: undefined; seq?: undefined };

/** One way to the newsroom (`feed/transports/`). */
export interface Transport {
  /** Asks for what comes after the listener's place. */
  resume(): void;
  /** The connection may be dead though it looks open. */
  wake(): void;
  close(): void;
}

/** What a transport tells of itself; `message` gets whatever came, unchecked. */
export interface TransportEvents {
  up(): void;
  down(): void;
  alive(): void;
  message(name: string, data: unknown): void;
}
