// What a test hears in the page: the second that the sound says (see talking_station.py), and how that agrees with the
// page's own idea of what is heard. All times in seconds; differences are taken around the minute.
(() => {
  const LOWEST_HZ = 500;
  const HZ_A_SECOND = 50;
  const ROUND_S = 60;
  /** @type {any} */
  const audio = document.querySelector("aw-player audio");
  const loaded = () => performance.getEntriesByType("resource").map(({ name }) => name);
  /** A module of the page, once the page has it: a slow machine opens its ears before. */
  async function module(name) {
    for (let wait = 0; wait < 200; wait += 1) {
      const url = loaded().find((one) => one.endsWith(`/js/${name}`));
      if (url) return import(url);
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    throw new Error(`no ${name}`);
  }
  const around = (seconds) => ((seconds % ROUND_S) + ROUND_S) % ROUND_S;
  const apart = (a, b) => around(a - b + ROUND_S / 2) - ROUND_S / 2;
  let analyser;
  let levels;

  /** In the middle of the window that was analysed; `null` while there is no sound. */
  function says() {
    analyser.getFloatFrequencyData(levels);
    const bin = analyser.context.sampleRate / analyser.fftSize;
    let top = Math.floor(400 / bin);
    for (let i = top; i < 3700 / bin; i++) if (levels[i] > levels[top]) top = i;
    if (levels[top] < -60) return null;
    const [before, peak, after] = levels.subarray(top - 1, top + 2);
    const hz = (top + (before - after) / (2 * (before - 2 * peak + after))) * bin;
    return around((hz - LOWEST_HZ) / HZ_A_SECOND + analyser.fftSize / 2 / analyser.context.sampleRate);
  }

  globalThis.ear = {
    async open() {
      const context = new AudioContext();
      analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
      levels = new Float32Array(analyser.frequencyBinCount);
      context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
      this.heard = await module("on-air/heard.js");
      this.player = (await module("player/player.js")).player;
    },
    says,
    /** Where the browser says that the sound is. */
    position: () => audio.currentTime,
    /** How far the page's heard clock is ahead of the sound; `null` while there is none. */
    error() {
      const second = says();
      return second === null ? null : apart(this.heard.heardNow() / 1000, second);
    },
    /** Watches the card: `turned` becomes how much later than at `moment` the sound was when it came to `title`. */
    watchCard(title, moment) {
      this.turned = null;
      new MutationObserver((_, observer) => {
        if (document.querySelector(".on-air__title")?.textContent !== title) return;
        observer.disconnect();
        this.turned = apart(says() ?? NaN, moment);
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    },
    /** From now on `longestSilence` is the longest time in which the sound did not move. */
    timeSilence() {
      let [heard, moved] = [audio.currentTime, performance.now()];
      this.longestSilence = 0;
      setInterval(() => {
        const now = performance.now();
        this.longestSilence = Math.max(this.longestSilence, (now - moved) / 1000);
        if (audio.currentTime !== heard) [heard, moved] = [audio.currentTime, now];
      }, 20);
    },
    /** For a person who looks on. */
    report() {
      const second = says();
      const behind = second === null ? null : apart(Date.now() / 1000, second);
      return { state: this.player.state, behind, told: this.heard.heardBehind(), edge: this.player.behindEdge };
    },
  };
})();
