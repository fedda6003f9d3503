import type { Words } from '#kernel';

export const MIN_PASSWORD = 10;
const MIN_DIFFERENT = 5;
/** What guessing programs try first, and what stands in it is worth nothing. Compared without case, digits at the end and look-alikes. */
const COMMON = [
  'password',
  'passwort',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'iloveyou',
  'letmein',
  'welcome',
  'administrator',
  'changeme',
  'woaini',
  'mima',
  'deskhand',
];
const RUNS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
];

/**
 * What makes a password easy to guess, for its owner; undefined: nothing that we see. Length counts, not signs of many kinds (NIST SP
 * 800-63B), and what remains when the words everybody tries are taken out of it.
 */
export function passwordWeakness(password: string, whose: { email: string; name: string }): Words | undefined {
  const length = Array.from(password).length;
  if (length < MIN_PASSWORD)
    return { 'zh-CN': `密码至少 ${MIN_PASSWORD} 个字符`, en: `it must have at least ${MIN_PASSWORD} characters` };
  if (new Set(password.toLowerCase()).size < MIN_DIFFERENT)
    return { 'zh-CN': '密码里重复的字符太多', en: 'it repeats too few characters' };
  const own = [whose.email, whose.email.split('@')[0] ?? '', whose.name].filter((word) => word.length > 2);
  const left = [...own, ...COMMON].reduce((text, word) => text.replaceAll(plain(word), ''), plain(password));
  const rest = withoutRuns(left);
  if (Array.from(rest).length < MIN_PASSWORD / 2)
    return {
      'zh-CN': '密码太容易被猜到：不要用姓名、邮箱、常见密码或连续的数字字母',
      en: 'it is easy to guess: leave out your name, your e-mail, common passwords and rows of digits or letters',
    };
  return undefined;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = { '@': 'a', $: 's', '!': 'i' };

function plain(password: string): string {
  return password.toLowerCase().replace(/[@$!]/gu, (sign) => LOOK_ALIKES[sign] ?? sign);
}

/** Without rows such as 123456 or abcdef, of four and more. */
function withoutRuns(text: string): string {
  for (let at = 0; at + 4 <= text.length; at++) {
    const run = RUNS.find((row) => row.includes(text.slice(at, at + 4)));
    if (run === undefined) continue;
    let end = at + 4;
    while (end < text.length && run.includes(text.slice(at, end + 1))) end++;
    return withoutRuns(text.slice(0, at) + text.slice(end));
  }
  return text;
}
