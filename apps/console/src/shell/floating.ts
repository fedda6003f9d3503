/** Id of the place in the header where its menus open: inside a landmark, where screen readers look for them. */
export const FLOATING = 'floating';

export function floating(): HTMLElement | null {
  return document.getElementById(FLOATING);
}
