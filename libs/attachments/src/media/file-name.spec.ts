import { describe, expect, it } from '@jest/globals';
import { cleanFileName, contentDisposition } from './file-name.js';

describe('cleanFileName', () => {
  it.each([
    ['照片.jpg', 'image/jpeg', '照片.jpg'],
    ['IMG_1.JPEG', 'image/jpeg', 'IMG_1.JPEG'],
    ['photo.gif', 'image/png', 'photo.png'],
    ['photo.heic', 'image/jpeg', 'photo.jpg'],
    ['report.2026.pdf', 'application/pdf', 'report.2026.pdf'],
    ['evil.html', 'application/pdf', 'evil.html.pdf'],
    ['/etc/passwd', 'image/png', 'passwd.png'],
    ['..\\..\\win.ini', 'image/png', 'win.ini.png'],
    ['a\u0000b\r\nc.png', 'image/png', 'abc.png'],
    ['\u202Egnp.exe', 'image/png', 'gnp.exe.png'],
    ['\u2066\u200B\uFEFF', 'application/pdf', 'attachment.pdf'],
    ['', 'image/webp', 'attachment.webp'],
    ['  ..  ', 'image/webp', 'attachment.webp'],
    ['👨‍👩‍👧.png', 'image/png', '👨‍👩‍👧.png'],
    ['a\uD800b.png', 'image/png', 'a\uFFFDb.png'],
    ['a  \t b.png', 'image/png', 'a b.png'],
  ])('%j', (name, type, clean) => expect(cleanFileName(name, type)).toBe(clean));

  it('is never longer than 120 characters, and never cuts one in two', () => {
    const name = cleanFileName(`${'😀'.repeat(200)}.png`, 'image/png');
    expect([...name]).toHaveLength(120);
    expect(name.isWellFormed()).toBe(true);
  });
});

describe('contentDisposition', () => {
  it('says the name in full, and in ASCII, and cannot be broken out of', () => {
    expect(contentDisposition('inline', '发"票\'.png')).toBe(
      `inline; filename="____.png"; filename*=UTF-8''%E5%8F%91%22%E7%A5%A8%27.png`,
    );
  });
});
