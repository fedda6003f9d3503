const SVG = 'http://www.w3.org/2000/svg';

/** The launcher's picture, made by hand: the loader carries no framework. */
export function launcherSvg(): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const [kind, path] of [
    [
      'chat',
      'M12 3.5c-5 0-9 3.3-9 7.4 0 2.3 1.2 4.3 3.2 5.7-.1 1.1-.6 2.3-1.5 3.3 1.9-.1 3.6-.8 4.9-1.9.8.2 1.6.3 2.4.3 5 0 9-3.3 9-7.4s-4-7.4-9-7.4Zm-4 8.6a1.2 1.2 0 1 1 0-2.4 1.2 1.2 0 0 1 0 2.4Zm4 0a1.2 1.2 0 1 1 0-2.4 1.2 1.2 0 0 1 0 2.4Zm4 0a1.2 1.2 0 1 1 0-2.4 1.2 1.2 0 0 1 0 2.4Z',
    ],
    ['down', 'M5.3 8.3a1 1 0 0 1 1.4 0L12 13.6l5.3-5.3a1 1 0 1 1 1.4 1.4l-6 6a1 1 0 0 1-1.4 0l-6-6a1 1 0 0 1 0-1.4Z'],
  ] as const) {
    const shape = document.createElementNS(SVG, 'path');
    shape.setAttribute('class', kind);
    shape.setAttribute('d', path);
    svg.append(shape);
  }
  return svg;
}
