import { render, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Picture } from './art.js';
import { Card, Frame } from './parts.js';
import { addToBasket, basketCount, homeHref, PRODUCTS, w, type Product } from './shop.js';
import { whenWidgetReady } from './widget-api.js';

function ProductPage({ product }: { product: Product }): JSX.Element {
  const [basket, setBasket] = useState(basketCount);
  const [added, setAdded] = useState(false);
  return (
    <Frame basket={basket}>
      <p class="crumb">
        <a href={homeHref}>{w('back')}</a>
      </p>
      <article class="product">
        <span class={`stage ${product.art}`}>
          <Picture art={product.art} />
        </span>
        <div>
          <p class="brand-name">{w(product.brand)}</p>
          <h1>{w(product.name)}</h1>
          <p class="price large">{w('price', { amount: product.price })}</p>
          <div class="buy">
            <button
              class="button"
              type="button"
              onClick={() => {
                setBasket(addToBasket(product.id));
                setAdded(true);
              }}
            >
              {w('add')}
            </button>
            <button class="button quiet" type="button" data-testid="ask-about" onClick={() => window.Deskhand?.open()}>
              {w('askAbout')}
            </button>
          </div>
          <p class="added" role="status">
            {added ? w('added') : ''}
          </p>
          <h2>{w('details')}</h2>
          <p>{w(product.text)}</p>
          <p class="quiet">{w('productNumber', { id: product.id })}</p>
          <h2>{w('delivery')}</h2>
          <p>{w('deliveryText')}</p>
        </div>
      </article>
      <section>
        <h2>{w('others')}</h2>
        <ul class="cards">
          {PRODUCTS.filter((other) => other !== product)
            .slice(0, 3)
            .map((other) => (
              <Card key={other.id} product={other} />
            ))}
        </ul>
      </section>
    </Frame>
  );
}

function Missing(): JSX.Element {
  return (
    <Frame basket={basketCount()}>
      <h1>{w('notFound')}</h1>
      <p>
        <a href={homeHref}>{w('back')}</a>
      </p>
    </Frame>
  );
}

const id = new URLSearchParams(location.search).get('id');
const product = PRODUCTS.find((each) => each.id === id);
const shop = document.getElementById('shop');
if (product !== undefined) {
  document.title = w('productTitle', { name: w(product.name) });
  document.body.classList.add('with-buy-bar');
  // The agent sees which product the question is about.
  whenWidgetReady((widget) => widget.setContext({ title: w(product.name), productId: product.id }));
}
if (shop !== null) render(product === undefined ? <Missing /> : <ProductPage product={product} />, shop);
