const KILOBYTE = 1_024;

/** "350 kB", "2.1 MB" in the viewer's language. */
export function fileSize(bytes: number, locale: string): string {
  const large = bytes >= KILOBYTE * KILOBYTE;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / KILOBYTE / KILOBYTE : Math.max(1, bytes / KILOBYTE));
}
