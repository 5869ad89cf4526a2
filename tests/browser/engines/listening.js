// What a test sees of a listener's page: what the player says, how its sound moves, and what happened to it meanwhile.
(() => {
  /** @type {any} */
  const player = document.querySelector("aw-player");
  /** @type {any} */
  const audio = player.querySelector("audio");
  globalThis.listening = {
    audio,
    states: [],
    /** How often the sound began anew. */
    begun: 0,
    /** Seconds for which its position stood still, at the longest. */
    still: 0,
    get state() { return player.dataset.state; },
    get message() { return player.querySelector("[data-f=message]").textContent; },
    get ahead() { return audio.buffered.length ? audio.buffered.end(audio.buffered.length - 1) - audio.currentTime : 0; },
    /** From now on. */
    watch() {
      let [position, moved] = [audio.currentTime, performance.now()];
      this.states = [this.state];
      this.begun = this.still = 0;
      audio.addEventListener("emptied", () => { this.begun += 1; });
      new MutationObserver(() => this.states.push(this.state)).observe(player, { attributeFilter: ["data-state"] });
      setInterval(() => {
        const now = performance.now();
        this.still = Math.max(this.still, (now - moved) / 1000);
        if (audio.currentTime !== position) [position, moved] = [audio.currentTime, now];
      }, 20);
    },
  };
})();
