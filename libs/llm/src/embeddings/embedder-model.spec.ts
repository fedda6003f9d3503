import { describe, expect, it } from '@jest/globals';
import { dot, EmbedderModel, toUnit } from './embedder-model.js';

const model = EmbedderModel.of({
  dimensions: 3,
  features: ['w停车', 'w多少钱', 'e天气'],
  rows: Float32Array.from([1, 0, 0.1, 0, 0.5, 0, 0, 0, -2]),
  centres: Float32Array.from([1, 0, 0, 0, 0, -1]),
  retail: [true, false],
  strays: Float32Array.from([0, 1, 0]),
});

describe('EmbedderModel', () => {
  it('sums the vectors of known features to length 1 and says how many it knew', () => {
    const { vector, known } = model.embed(['w停车', 'w多少钱', 'w不认识']);
    expect(dot(vector, vector)).toBeCloseTo(1, 5);
    expect(known).toBeCloseTo(2 / 3, 5);
    expect(vector[0]).toBeGreaterThan(vector[1] ?? 1);
  });

  it.each([[[]], [['x', 'y']]])('gives the zero vector for features it does not know: %j', (features: string[]) => {
    expect([...model.embed(features).vector]).toEqual([0, 0, 0]);
    expect(model.embed(features).known).toBe(0);
  });

  it('places a text among the known matters', () => {
    const parking = model.place(model.embed(['w停车']).vector);
    expect(parking.nearness).toBeGreaterThan(0.9);
    expect(parking.elsewhere).toBeLessThan(0.01);
    expect([...parking.nearest]).toEqual([1, 0, 0]);
    expect(model.place(model.embed(['e天气']).vector).elsewhere).toBeGreaterThan(0.99);
  });

  it('says how near a text comes to what hardly any shop answers', () => {
    expect(model.strayness(Float32Array.from([0, 1, 0]))).toBeCloseTo(1, 5);
    expect(model.strayness(Float32Array.from([-1, 0, 0]))).toBe(0);
  });

  it('tells strong features from slight ones', () => {
    expect(model.embed(['e天气']).strength).toBeGreaterThan(model.embed(['w多少钱']).strength);
    expect(model.embed(['x']).strength).toBe(0);
  });

  it('is the same after it was written and read', () => {
    const bytes = model.encode();
    const again = EmbedderModel.decode(bytes);
    expect([...again.embed(['w停车', 'e天气']).vector]).toEqual([...model.embed(['w停车', 'e天气']).vector]);
    expect(again.encode().equals(bytes)).toBe(true);
    expect(again.strayness(Float32Array.from([0, 1, 0]))).toBeCloseTo(1, 5);
  });

  it('refuses a file that was cut short or is of another version', () => {
    const bytes = model.encode();
    expect(() => EmbedderModel.decode(bytes.subarray(0, bytes.length - 1))).toThrow(/damaged/);
    expect(() => EmbedderModel.decode(Buffer.from('{"format":99}\n'))).toThrow(/version/);
  });
});

describe('toUnit', () => {
  it('leaves zero as it is', () => {
    expect([...toUnit(new Float32Array(2))]).toEqual([0, 0]);
  });
});
