import { PRODUCTS, type Product, type ShopWord } from './shop.js';

/** An order of the demo shop, invented. */
export interface Order {
  readonly orderNo: string;
  readonly lines: readonly { readonly product: Product; readonly count: number }[];
  readonly status: ShopWord;
  /** How many of the four steps (ordered, packed, on the way, arrived) are done. */
  readonly step: 1 | 2 | 3 | 4;
  readonly note: ShopWord;
}

function line(id: string, count: number): Order['lines'][number] {
  const product = PRODUCTS.find((each) => each.id === id);
  if (product === undefined) throw new Error(`no product ${id}`);
  return { product, count };
}

export const ORDERS: readonly Order[] = [
  {
    orderNo: 'YS20261118023',
    lines: [line('YS-3308', 1), line('YS-5260', 2)],
    status: 'orderOnWay',
    step: 3,
    note: 'orderOnWayNote',
  },
  { orderNo: 'YS20261109117', lines: [line('YS-1021', 1)], status: 'orderArrived', step: 4, note: 'orderArrivedNote' },
];

export const total = (lines: Order['lines']): number =>
  lines.reduce((sum, { product, count }) => sum + product.price * count, 0);
