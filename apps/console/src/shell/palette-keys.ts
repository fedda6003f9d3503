/** The keys that open the palette, as this machine's keyboard calls them. */
export const PALETTE_KEYS = /mac/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
