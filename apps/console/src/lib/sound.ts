let context: AudioContext | undefined;

type Sound = 'offer' | 'message' | 'mention';

const NOTES: Record<Sound, readonly number[]> = {
  offer: [659, 880, 1_175],
  message: [784],
  mention: [784, 988],
};
const NOTE_SECONDS = 0.14;

/** A short, soft tone; silent until the person has touched the page once, which browsers ask for. */
export function chime(kind: Sound): void {
  if (!navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'suspended') void audio.resume();
  NOTES[kind].forEach((frequency, index) => {
    const start = audio.currentTime + index * NOTE_SECONDS;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = 'sine';
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS * 1.8);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + NOTE_SECONDS * 2);
  });
}
