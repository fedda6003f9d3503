import { describe, expect, it } from '@jest/globals';
import { SingleFlight } from './single-flight.js';

describe('SingleFlight', () => {
  it('never overlaps, and a burst costs two runs', async () => {
    let under = 0;
    let most = 0;
    let runs = 0;
    const flight = new SingleFlight(async () => {
      most = Math.max(most, ++under);
      runs++;
      await new Promise((r) => setTimeout(r, 5));
      under--;
    });
    await Promise.all(Array.from({ length: 100 }, () => flight.run()));
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  });

  it('settles a call only after a run that began after it', async () => {
    const seen: number[] = [];
    let state = 1;
    const flight = new SingleFlight(async () => {
      const read = state;
      await new Promise((r) => setTimeout(r, 5));
      seen.push(read);
    });
    const first = flight.run();
    state = 2;
    await flight.run();
    await first;
    expect(seen).toEqual([1, 2]);
  });

  it('hands a failure to those who wait for that run, and goes on', async () => {
    let runs = 0;
    const flight = new SingleFlight(async () => {
      if (++runs === 1) throw new Error('once');
    });
    const first = flight.run();
    const second = flight.run();
    await expect(first).rejects.toThrow('once');
    await expect(second).resolves.toBeUndefined();
    await flight.idle();
    expect(runs).toBe(2);
  });
});
