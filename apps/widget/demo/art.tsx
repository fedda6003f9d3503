import type { JSX } from 'preact';
import type { Art } from './shop.js';

/** The goods, drawn: no picture is fetched from anywhere. */
const PICTURES: Record<Art, () => JSX.Element> = {
  shirt: () => (
    <>
      <path class="a" d="M76 50 48 66 34 104l20 8 8-18v74h76V94l8 18 20-8-14-38-28-16c-4 12-14 18-24 18s-20-6-24-18Z" />
      <path class="b" d="M76 50c4 12 14 18 24 18s20-6 24-18l-8-4c-3 8-9 12-16 12s-13-4-16-12l-8 4Z" />
      <path class="line" d="M100 68v100M92 92h-16v16h16z" />
      <circle class="b" cx="104" cy="88" r="2" />
      <circle class="b" cx="104" cy="110" r="2" />
      <circle class="b" cx="104" cy="132" r="2" />
    </>
  ),
  shoes: () => (
    <>
      <path class="b" d="M26 138h148c2 12-4 18-14 18H42c-10 0-17-6-16-18Z" />
      <path class="a" d="M30 138c-2-22 2-42 8-52 8 8 22 8 30-4l8-8c10 18 26 32 52 38 24 5 46 10 46 26H30Z" />
      <path class="line" d="m84 92 14-8m-4 18 14-8m-2 17 13-8m-79 35h96" />
    </>
  ),
  tea: () => (
    <>
      <path class="a" d="M58 92h64c6 34-6 60-32 60s-38-26-32-60Z" />
      <path class="a" d="M121 104c16-6 26-16 30-22l8 4c-4 18-16 34-36 42Z" />
      <path class="line thick" d="M58 104c-20-6-28 26-2 34" />
      <path class="b" d="M64 84h52l4 8H60zM84 74h12v10H84z" />
      <path class="b" d="M134 132h36c0 16-8 24-18 24s-18-8-18-24Z" />
    </>
  ),
  earbuds: () => (
    <>
      <rect class="a" x="50" y="96" width="100" height="64" rx="26" />
      <path class="line" d="M50 122h100" />
      <circle class="b" cx="100" cy="138" r="4" />
      <path
        class="b"
        d="M64 46a18 18 0 0 1 18 18v8l-4 2v22H66V78a16 16 0 0 1-2-32ZM136 46a18 18 0 0 0-18 18v8l4 2v22h12V78a16 16 0 0 0 2-32Z"
      />
    </>
  ),
  blocks: () => (
    <>
      <rect class="a" x="34" y="112" width="44" height="44" rx="4" />
      <rect class="b" x="82" y="112" width="44" height="44" rx="4" />
      <rect class="a" x="130" y="112" width="36" height="44" rx="4" />
      <path class="b" d="M56 66 80 108H32z" />
      <path class="a" d="M82 108V84a22 22 0 0 1 44 0v24h-12V86a10 10 0 0 0-20 0v22z" />
      <circle class="b" cx="148" cy="92" r="16" />
    </>
  ),
  serum: () => (
    <>
      <rect class="a" x="70" y="86" width="60" height="76" rx="12" />
      <rect class="b" x="84" y="66" width="32" height="20" rx="3" />
      <path class="b" d="M92 66V48c0-8 16-8 16 0v18z" />
      <rect class="label" x="80" y="108" width="40" height="34" rx="3" />
      <path class="line" d="M88 120h24m-24 10h16" />
    </>
  ),
};

export function Picture({ art }: { art: Art }): JSX.Element {
  return (
    <svg class={`picture ${art}`} viewBox="0 0 200 200" aria-hidden="true">
      {PICTURES[art]()}
    </svg>
  );
}

export function Tree(): JSX.Element {
  return (
    <svg class="tree" viewBox="0 0 32 32" aria-hidden="true">
      <path d="m16 3 7 9h-3l6 8h-7v8h-6v-8H6l6-8H9z" />
    </svg>
  );
}

/** The hill with spruces behind the first words. */
export function Forest(): JSX.Element {
  const trees: readonly (readonly [number, number, number])[] = [
    [300, 168, 0.7],
    [342, 150, 1.1],
    [392, 160, 0.9],
    [440, 140, 1.4],
    [494, 156, 1],
    [526, 166, 0.8],
  ];
  return (
    <svg class="forest" viewBox="0 0 540 260" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
      <circle class="sun" cx="366" cy="122" r="22" />
      <path class="far" d="M0 214c110-26 180-22 250-30s190-50 290-22v98H0z" />
      {trees.map(([x, y, size]) => (
        <path
          key={x}
          class="spruce"
          transform={`translate(${x} ${y}) scale(${size})`}
          d="m0 0 18 26H9l16 24H8v16h-16V50h-17l16-24h-9z"
        />
      ))}
      <path class="near" d="M0 234c120-24 230-14 320-12s160-10 220-20v58H0z" />
    </svg>
  );
}
