import { describe, expect, it } from '@jest/globals';
import { fitted, renamed } from './shrink.js';

describe('shrink', () => {
  it.each([
    [4000, 3000, [1600, 1200]],
    [3000, 4000, [1200, 1600]],
    [800, 600, [800, 600]],
    [10_000, 1, [1600, 1]],
    [1600, 1600, [1600, 1600]],
  ])('%d × %d becomes %p', (width, height, expected) => expect(fitted(width, height)).toEqual(expected));

  it.each([
    ['IMG_1.HEIC', 'image/jpeg', 'IMG_1.jpg'],
    ['截图.2026.png', 'image/webp', '截图.2026.webp'],
    ['.png', 'image/jpeg', 'photo.jpg'],
    ['', 'image/webp', 'photo.webp'],
  ])('%p as %s is called %p', (name, type, expected) => expect(renamed(name, type)).toBe(expected));
});
