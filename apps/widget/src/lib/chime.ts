const NOTES_HZ = [660, 880] as const;
const NOTE_S = 0.12;
const LOUDNESS = 0.06;

/** Two soft notes for a new message, made here: no file is fetched. Silent until the shopper wants it and has touched the page. */
export class Chime {
  private context: AudioContext | undefined;

  /** Called by a press of the shopper's: browsers let a page sound only after one. */
  prepare(): void {
    if (!('AudioContext' in window)) return;
    this.context ??= new AudioContext();
    // A browser that still says no stays silent; the message itself is on the screen.
    if (this.context.state === 'suspended') this.context.resume().catch(() => undefined);
  }

  play(): void {
    const { context } = this;
    if (context?.state !== 'running') return;
    NOTES_HZ.forEach((pitch, at) => {
      const start = context.currentTime + at * NOTE_S;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(LOUDNESS, start);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S * 2);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + NOTE_S * 2);
    });
  }
}
