import type { ComponentChildren, JSX } from 'preact';
import { Picture, Tree } from './art.js';
import { Account } from './account.js';
import { homeHref, ordersHref, otherLanguageHref, productHref, w, type Product } from './shop.js';

export function Frame({ basket, children }: { basket: number; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <a class="skip" href="#main">
        {w('skip')}
      </a>
      <header class="top">
        <a class="brand" href={homeHref}>
          <Tree />
          <strong>{w('shop')}</strong>
        </a>
        <nav>
          <a href={`${homeHref}#new`}>{w('navNew')}</a>
          <a href={`${homeHref}#services`}>{w('navServices')}</a>
          <a href={`${homeHref}#stores`}>{w('navStores')}</a>
        </nav>
        <a class="basket" data-testid="basket" href={ordersHref}>
          {w('cart', { count: basket })}
        </a>
        <Account />
        <a class="language" href={otherLanguageHref()} data-testid="language">
          {w('otherLanguage')}
        </a>
      </header>
      <main id="main">{children}</main>
      <footer>{w('footer')}</footer>
    </>
  );
}

export function Card({ product }: { product: Product }): JSX.Element {
  return (
    <li>
      <a class="card" href={productHref(product)} data-testid="product" data-id={product.id}>
        <span class={`stage ${product.art}`}>
          <Picture art={product.art} />
        </span>
        <span class="brand-name">{w(product.brand)}</span>
        <span class="name">{w(product.name)}</span>
        <span class="price">{w('price', { amount: product.price })}</span>
      </a>
    </li>
  );
}
