/*
 * The real widget, wearing a look that is not saved yet. The console puts what the widget would get from the server into the address,
 * after the hash, and opens this page in a frame. Only our own pages can frame it (frame-ancestors).
 */
(() => {
  /** @type {{ front: object, locale: string, theme?: string }} */
  const { front, locale, theme } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  if (theme) document.documentElement.dataset.theme = theme;
  document.documentElement.lang = locale;

  // A look that is only tried must not be remembered for the shop that shares this origin.
  const kept = new Map();
  const storage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, String(value)),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size;
    },
  };
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { configurable: true, get: () => storage });

  const fetchReally = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    if (url.pathname === '/api/v1/widget') return Promise.resolve(Response.json(front));
    return fetchReally(input, init);
  };

  const tag = document.createElement('script');
  tag.src = '/widget.js';
  tag.dataset.locale = locale;
  if (theme) tag.dataset.theme = theme;
  tag.onload = () => {
    const open = () => (window.Deskhand ? window.Deskhand.open() : setTimeout(open, 50));
    open();
  };
  document.body.append(tag);
})();
