import type { Page } from 'playwright-core';

/**
 * What of the layout is broken on the page as it is now, shadow trees included: text that is cut off without a mark, controls that lie
 * outside of the window or over one another, and a page or a pane that has to be scrolled sideways.
 */
export function faultsOfLayout(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // Panes and virtual lists are laid out by script, a frame or two after a change of size.
    for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    const SLACK_PX = 2;
    const faults: string[] = [];
    const name = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('data-testid') ?? element.className} “${(element.textContent ?? '').trim().slice(0, 30)}”`;
    const all: HTMLElement[] = [];
    const roots: ParentNode[] = [document];
    for (let root = roots.shift(); root !== undefined; root = roots.shift())
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        all.push(element);
      }
    const seen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('.visually-hidden, .unseen, [aria-hidden=true], [inert]') === null;

    if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page is wider than the window');
    for (const element of all) {
      if (!seen(element)) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      // Nothing, or what is kept for screen readers alone.
      if (box.width <= 1 || box.height <= 1) continue;
      const wide = element.scrollWidth - element.clientWidth > SLACK_PX;
      const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (wide && scrolls && !element.matches('textarea, input, select, .tab-list'))
        faults.push(`scrolls sideways: ${name(element)}`);
      const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const marked = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      if (ownText && !marked && style.display !== 'inline') {
        const cuts = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
        if (wide && cuts(style.overflowX)) faults.push(`cut off sideways: ${name(element)}`);
        if (element.scrollHeight - element.clientHeight > 4 && cuts(style.overflowY))
          faults.push(`cut off below: ${name(element)}`);
      }
    }

    const controls = all.filter((one) => one.matches('button, a[href], input, select, textarea') && seen(one));
    for (const control of controls) {
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
      // Not shown now, or parked outside until it has the focus.
      if (width === 0 || height === 0 || bottom <= 0 || right <= 0 || top > window.innerHeight) continue;
      if (left < -SLACK_PX || right > window.innerWidth + SLACK_PX)
        faults.push(`outside of the window: ${name(control)}`);
    }
    // Two controls of one parent never share room, unless one is a label's or lies inside the other.
    for (const [index, one] of controls.entries())
      for (const other of controls.slice(index + 1)) {
        if (one.parentElement !== other.parentElement || one.contains(other)) continue;
        if ([one, other].some((each) => getComputedStyle(each).position === 'absolute')) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > SLACK_PX && down > SLACK_PX) faults.push(`over one another: ${name(one)} and ${name(other)}`);
      }
    return [...new Set(faults)];
  });
}
