/** A chart as `webapp/panel/charts/chart.py` puts it into the page. Instants are Unix times in seconds. */

/** Says what it stands for by the colour of the same name in `css/panel/charts/chart.css`. */
export type Tone =
  | "one" | "two" | "three" | "four" | "five" | "six" | "faint"
  | "air" | "push" | "correction" | "withdrawal" | "read"
  | "on_air" | "silent" | "off_air" | "unknown";

export interface ChartSeries {
  name: string;
  tone: Tone;
  look: "bars" | "line" | "area" | "dots";
  /** One for each of `times`; `null` where it is not known. */
  values: (number | null)[];
}

/** Something that lasted. */
export interface ChartBand {
  start: number;
  end: number;
  tone: Tone;
  label: string;
}

/** Something that happened. */
export interface ChartMark {
  at: number;
  tone: Tone;
  label: string;
}

export interface ChartData {
  label: string;
  unit: string;
  format: "count" | "ms";
  start: number;
  end: number;
  /** How long each of `times` lasts; 0 for moments. */
  step: number;
  times: number[];
  stacked: boolean;
  series: ChartSeries[];
  /** Behind the plot. */
  bands: ChartBand[];
  /** Beneath it, a row each. */
  lanes: { name: string; bands: ChartBand[] }[];
  marks: ChartMark[];
  /** From here on it is still being counted. */
  counting: number | null;
}

/** The colours of the moment, by tone, and those of paper, ink and lines. */
export type Palette = Record<Tone | "paper" | "ink" | "ink_2" | "rule" | "focus", string>;
