/** What a service worker has beside a page: the checker knows the one or the other. */

export interface WorkerSettings {
  station: string;
  zone: string;
  /** The style sheet of what the worker itself says. */
  sheet: string;
  /** Its words, by language; the first is the station's. */
  words: Record<string, Record<string, string>>;
  /** By language, the one whose dates and numbers it has. */
  formats: Record<string, string>;
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Told extends Lasting {
  data: { do?: string; page: string; mention: string } | null;
}

interface WindowClient {
  url: string;
  focused: boolean;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
  postMessage(message: unknown): void;
}

interface PushEvent extends Lasting {
  data: { json(): unknown } | null;
}

interface NoticeEvent extends Lasting {
  notification: Notification;
  action: string;
}

export interface WorkerScope {
  addEventListener(name: "install" | "activate" | "pushsubscriptionchange", run: (event: Lasting) => void): void;
  addEventListener(name: "fetch", run: (event: FetchEvent) => void): void;
  addEventListener(name: "message", run: (event: Told) => void): void;
  addEventListener(name: "push", run: (event: PushEvent) => void): void;
  addEventListener(name: "notificationclick", run: (event: NoticeEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: string; includeUncontrolled?: boolean }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<unknown>;
  };
  registration: ServiceWorkerRegistration;
}
