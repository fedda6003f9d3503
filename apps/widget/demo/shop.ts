import { fill, toLocale, type Locale } from '#kernel';
import en from './words/en.json';
import zh from './words/zh-CN.json';

export type ShopWord = keyof typeof zh;

/** `?lang=en` turns the shop to English; links inside the shop keep it. The widget follows the page's lang. */
export const locale: Locale = toLocale(new URLSearchParams(location.search).get('lang') ?? 'zh-CN');
document.documentElement.lang = locale;

const words: Readonly<Record<ShopWord, string>> = locale === 'en' ? en : zh;

export function w(key: ShopWord, values?: Record<string, string | number>): string {
  return fill(words[key], values);
}

// This module runs before the widget's script, which stands behind it in the page: the English shop has an English name there too.
document.querySelector('script[data-name]')?.setAttribute('data-name', w('shop'));

export type Art = 'shirt' | 'shoes' | 'tea' | 'earbuds' | 'blocks' | 'serum';

export interface Product {
  readonly id: string;
  readonly art: Art;
  readonly price: number;
  readonly name: ShopWord;
  readonly brand: ShopWord;
  readonly text: ShopWord;
}

export const PRODUCTS: readonly Product[] = [
  { id: 'YS-1021', art: 'shirt', price: 329, name: 'linenShirtName', brand: 'linenShirtBrand', text: 'linenShirtText' },
  { id: 'YS-2043', art: 'shoes', price: 599, name: 'trailShoesName', brand: 'trailShoesBrand', text: 'trailShoesText' },
  { id: 'YS-3308', art: 'tea', price: 268, name: 'teaSetName', brand: 'teaSetBrand', text: 'teaSetText' },
  { id: 'YS-4117', art: 'earbuds', price: 799, name: 'earbudsName', brand: 'earbudsBrand', text: 'earbudsText' },
  { id: 'YS-5260', art: 'blocks', price: 159, name: 'blocksName', brand: 'blocksBrand', text: 'blocksText' },
  { id: 'YS-6072', art: 'serum', price: 420, name: 'serumName', brand: 'serumBrand', text: 'serumText' },
];

const language = locale === 'en' ? '?lang=en' : '';
export const homeHref = `/${language}`;

export function productHref(product: Product): string {
  const query = new URLSearchParams({ id: product.id });
  if (locale === 'en') query.set('lang', 'en');
  return `/widget/demo/product.html?${query}`;
}

/** The same page in the other language. */
export function otherLanguageHref(): string {
  const url = new URL(location.href);
  if (locale === 'en') url.searchParams.delete('lang');
  else url.searchParams.set('lang', 'en');
  return `${url.pathname}${url.search}`;
}

export const ordersHref = `/widget/demo/order.html${language}`;

const BASKET = 'yunshanli-basket';

/** How many of each article, by its number. */
export type Basket = Readonly<Record<string, number>>;

export function basket(): Basket {
  return JSON.parse(sessionStorage.getItem(BASKET) ?? '{}') as Basket;
}

export function basketCount(): number {
  return Object.values(basket()).reduce((sum, count) => sum + count, 0);
}

export function addToBasket(id: string): number {
  const before = basket();
  sessionStorage.setItem(BASKET, JSON.stringify({ ...before, [id]: (before[id] ?? 0) + 1 }));
  return basketCount();
}

export function removeFromBasket(id: string): Basket {
  const left = Object.fromEntries(Object.entries(basket()).filter(([other]) => other !== id));
  sessionStorage.setItem(BASKET, JSON.stringify(left));
  return left;
}
