import { render, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Picture } from './art.js';
import { ORDERS, total, type Order } from './orders.js';
import { Frame } from './parts.js';
import { basket, basketCount, removeFromBasket, homeHref, PRODUCTS, productHref, w } from './shop.js';
import { whenWidgetReady } from './widget-api.js';

const STEPS = ['stepOrdered', 'stepPacked', 'stepOnWay', 'stepArrived'] as const;

function OrdersPage(): JSX.Element {
  const [inBasket, setInBasket] = useState(basket);
  const lines = PRODUCTS.flatMap((product) => {
    const count = inBasket[product.id] ?? 0;
    return count > 0 ? [{ product, count }] : [];
  });
  return (
    <Frame basket={basketCount()}>
      <h1>{w('ordersTitle')}</h1>
      <section class="panel-card">
        <h2>{w('basketTitle')}</h2>
        {lines.length === 0 ? (
          <p class="quiet">
            {w('basketEmpty')} <a href={`${homeHref}#new`}>{w('heroAction')}</a>
          </p>
        ) : (
          <>
            <Lines lines={lines} remove={(id) => setInBasket(removeFromBasket(id))} />
            <p class="sum">
              {w('sum')} <strong class="price">{w('price', { amount: total(lines) })}</strong>
            </p>
            <p class="quiet">{w('basketNote')}</p>
          </>
        )}
      </section>
      {ORDERS.map((order) => (
        <OrderCard key={order.orderNo} order={order} />
      ))}
    </Frame>
  );
}

function OrderCard({ order }: { order: Order }): JSX.Element {
  // The agent sees which order the question is about.
  const ask = (): void =>
    whenWidgetReady((widget) => {
      widget.setContext({ title: w('orderNumber', { orderNo: order.orderNo }), orderNo: order.orderNo });
      widget.open();
    });
  return (
    <section class="panel-card" data-testid="order" data-order={order.orderNo}>
      <div class="order-head">
        <h2>{w('orderNumber', { orderNo: order.orderNo })}</h2>
        <span class="order-status">{w(order.status)}</span>
      </div>
      <ol class="steps">
        {STEPS.map((step, at) => (
          <li
            key={step}
            class={at < order.step ? 'done' : ''}
            aria-current={at + 1 === order.step ? 'step' : undefined}
          >
            {w(step)}
          </li>
        ))}
      </ol>
      <p class="quiet">{w(order.note)}</p>
      <Lines lines={order.lines} />
      <p class="sum">
        {w('paid')} <strong class="price">{w('price', { amount: total(order.lines) })}</strong>
      </p>
      <p class="actions">
        <button type="button" class="button quiet" data-testid="ask-order" onClick={ask}>
          {w('askOrder')}
        </button>
      </p>
    </section>
  );
}

function Lines({ lines, remove }: { lines: Order['lines']; remove?: (id: string) => void }): JSX.Element {
  return (
    <ul class="lines">
      {lines.map(({ product, count }) => (
        <li key={product.id}>
          <a href={productHref(product)} class={`stage ${product.art}`} aria-label={w(product.name)}>
            <Picture art={product.art} />
          </a>
          <span class="line-name">
            <a href={productHref(product)}>{w(product.name)}</a>
            <span class="quiet">{w('times', { count })}</span>
          </span>
          <span class="price">{w('price', { amount: product.price * count })}</span>
          {remove && (
            <button
              type="button"
              class="plain"
              aria-label={w('removeNamed', { name: w(product.name) })}
              onClick={() => remove(product.id)}
            >
              {w('remove')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

document.title = w('ordersDocument');
const shop = document.getElementById('shop');
if (shop !== null) render(<OrdersPage />, shop);
