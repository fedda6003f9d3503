// The phone's screen. Everything on it comes from the server, so that a reload shows the same.
const get = (id) => document.getElementById(id);
const all = await (await fetch('/words.json')).json();
const wanted = new URLSearchParams(location.search).get('lang') ?? navigator.language;
const locale = wanted.startsWith('zh') ? 'zh-CN' : 'en';
const words = all[locale];
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_place, name) => String(values[name]));

document.documentElement.lang = locale;
for (const element of document.querySelectorAll('[data-word]')) element.textContent = words[element.dataset.word];
for (const element of document.querySelectorAll('[data-word-label]'))
  element.setAttribute('aria-label', words[element.dataset.wordLabel]);
for (const element of document.querySelectorAll('[data-word-placeholder]'))
  element.placeholder = words[element.dataset.wordPlaceholder];
document.title = words.account;

const KEPT = 'wechat-user';
const user = sessionStorage.getItem(KEPT) ?? `o-${crypto.randomUUID()}`;
sessionStorage.setItem(KEPT, user);

const act = (name, body = {}) => fetch(`/${name}?user=${user}`, { method: 'POST', body: JSON.stringify(body) });

const element = (name, className, text = '') => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

const BETWEEN_TIMES_MS = 5 * 60_000;
let shownAt = 0;

function showTime(at) {
  if (at - shownAt > BETWEEN_TIMES_MS) {
    const time = new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
    get('log').append(element('p', 'time', time));
  }
  shownAt = at;
}

function picture(address, label) {
  const image = element('img', 'shot');
  image.alt = label;
  image.src = address;
  image.onload = toEnd;
  return image;
}

function menu(items) {
  const list = element('span', 'menu');
  for (const { id, label } of items) {
    const button = element('button', '', label);
    button.type = 'button';
    button.onclick = () => act('choose', { text: label, menuId: id });
    list.append(button);
  }
  return list;
}

function toEnd() {
  get('log').scrollTop = get('log').scrollHeight;
}

function show(entry) {
  showTime(entry.at);
  if (entry.from === 'note') {
    get('log').append(element('p', 'time', words[entry.text]));
    return toEnd();
  }
  const line = element('div', `line ${entry.from}`);
  line.dataset.testid = entry.from === 'me' ? 'phone-mine' : 'phone-theirs';
  line.dataset.from = entry.from;
  const face = element('span', 'face', entry.from === 'me' ? '我' : '梧');
  face.setAttribute('aria-hidden', 'true');
  const bubble = element('div', entry.picture ? 'bare' : 'bubble', entry.text ?? '');
  if (entry.picture)
    bubble.append(picture(entry.picture, entry.from === 'me' ? words.pictureMine : words.pictureTheirs));
  if (entry.file) {
    const link = element('a', '', words.file);
    link.href = entry.file;
    bubble.append(link);
  }
  if (entry.menu) bubble.append(menu(entry.menu));
  line.append(face, bubble);
  get('log').append(line);
  if (entry.from === 'shop') typing(0);
  toEnd();
}

let typingTimer;
function typing(until) {
  clearTimeout(typingTimer);
  const left = until - Date.now();
  get('title').textContent = left > 0 ? words.typing : words.account;
  if (left > 0) typingTimer = setTimeout(() => typing(0), left);
}

function follows(yes) {
  get('profile').hidden = yes;
  get('chat').hidden = !yes;
  drawer(false);
  if (yes) toEnd();
}

function drawer(open) {
  get('drawer').hidden = !open;
  get('more').setAttribute('aria-expanded', String(open));
  if (open) toEnd();
}

const events = new EventSource(`/events?user=${user}&lang=${locale}`);
const on = (name, work) => events.addEventListener(name, ({ data }) => work(JSON.parse(data)));
let kind = 'official';
on('screen', (screen) => {
  kind = screen.kind;
  for (const each of document.querySelectorAll('[data-word-of-kind]'))
    each.textContent = words[`${each.dataset.wordOfKind}_${kind}`];
  for (const each of document.querySelectorAll('[data-not]')) each.hidden = each.dataset.not.split(' ').includes(kind);
  get('log').replaceChildren();
  shownAt = 0;
  get('console').href = screen.consoleUrl;
  follows(screen.follows);
  screen.entries.forEach(show);
});
on('entry', show);
on('follows', (told) => follows(told.follows));
on('typing', ({ until }) => typing(until));
on('wire', (told) => {
  const line = element('li', '', fill(told.status === 0 ? words.wireDown : words.wireLine, told));
  if (told.text) line.append(element('code', '', told.text));
  get('wire').prepend(line);
  if (told.status === 0) document.querySelector('details').open = true;
});

get('form').onsubmit = (event) => {
  event.preventDefault();
  const field = get('text');
  if (field.value.trim()) act('say', { text: field.value });
  field.value = '';
};
get('more').onclick = () => drawer(get('drawer').hidden);
for (const button of document.querySelectorAll('[data-act]'))
  button.onclick = () => {
    drawer(false);
    act(button.dataset.act);
  };
for (const button of document.querySelectorAll('[data-key]'))
  button.onclick = () => act('key', { key: `${button.dataset.key}:${locale}` });
get('pick').onclick = () => get('picture').click();
get('picture').onchange = async () => {
  const [file] = get('picture').files;
  get('picture').value = '';
  drawer(false);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  act('picture', { base64, type: file.type });
};

const tick = () => {
  get('clock').textContent = new Date().toLocaleTimeString(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
};
tick();
setInterval(tick, 10_000);
