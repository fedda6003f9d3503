import { render, type JSX } from 'preact';
import { Forest } from './art.js';
import { Card, Frame } from './parts.js';
import { basketCount, PRODUCTS, w, type ShopWord } from './shop.js';
import './widget-api.js';

const SERVICES: readonly (readonly [ShopWord, ShopWord])[] = [
  ['service1Title', 'service1Text'],
  ['service2Title', 'service2Text'],
  ['service3Title', 'service3Text'],
  ['service4Title', 'service4Text'],
];

const STORES: readonly (readonly [ShopWord, ShopWord, ShopWord])[] = [
  ['hangzhouName', 'hangzhouPlace', 'hangzhouHours'],
  ['shanghaiName', 'shanghaiPlace', 'shanghaiHours'],
  ['chengduName', 'chengduPlace', 'chengduHours'],
];

function Home(): JSX.Element {
  return (
    <Frame basket={basketCount()}>
      <section class="hero">
        <Forest />
        <div>
          <p class="kicker">{w('heroKicker')}</p>
          <h1>{w('heroTitle')}</h1>
          <p>{w('heroText')}</p>
          <p class="actions">
            <a class="button" href="#new">
              {w('heroAction')}
            </a>
            <button class="button quiet" type="button" onClick={() => window.Deskhand?.open()}>
              {w('heroHelp')}
            </button>
          </p>
        </div>
      </section>
      <section id="new">
        <h2>{w('newTitle')}</h2>
        <p class="lead">{w('newText')}</p>
        <ul class="cards">
          {PRODUCTS.map((product) => (
            <Card key={product.id} product={product} />
          ))}
        </ul>
      </section>
      <section id="services">
        <h2>{w('servicesTitle')}</h2>
        <ul class="services">
          {SERVICES.map(([title, text]) => (
            <li key={title}>
              <h3>{w(title)}</h3>
              <p>{w(text)}</p>
            </li>
          ))}
        </ul>
      </section>
      <section id="stores">
        <h2>{w('storesTitle')}</h2>
        <ul class="stores">
          {STORES.map(([name, place, hours]) => (
            <li key={name}>
              <h3>{w(name)}</h3>
              <p>{w(hours)}</p>
              <p class="quiet">{w(place)}</p>
            </li>
          ))}
        </ul>
      </section>
    </Frame>
  );
}

document.title = w('homeTitle');
const shop = document.getElementById('shop');
if (shop !== null) render(<Home />, shop);
