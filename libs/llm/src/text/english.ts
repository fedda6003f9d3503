import { stemmer } from 'stemmer';

/** Forms that no rule of endings reaches; what customers of a shop do, mostly in the past tense. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    buy: 'bought',
    break: 'broke broken',
    bring: 'brought',
    choose: 'chose chosen',
    come: 'came',
    do: 'did done does',
    eat: 'ate eaten',
    feel: 'felt',
    find: 'found',
    forget: 'forgot forgotten',
    get: 'got gotten',
    give: 'gave given',
    go: 'went gone goes',
    keep: 'kept',
    know: 'knew known',
    leave: 'left',
    lose: 'lost',
    make: 'made',
    mean: 'meant',
    pay: 'paid payed',
    see: 'saw seen',
    sell: 'sold',
    send: 'sent',
    show: 'shown',
    speak: 'spoke spoken',
    spend: 'spent',
    steal: 'stole stolen',
    take: 'took taken',
    tear: 'tore torn',
    tell: 'told',
    think: 'thought',
    wear: 'wore worn',
    write: 'wrote written',
    be: 'is are was were been am',
    have: 'has had',
    child: 'children',
    person: 'people',
    woman: 'women',
    man: 'men',
    foot: 'feet',
  }).flatMap(([base, forms]) => forms.split(' ').map((form): [string, string] => [form, base])),
);

/** The stem of an English word in lower case: irregular forms by table, the rest by Porter's rules. */
export function stem(word: string): string {
  const base = IRREGULAR.get(word) ?? word;
  return base.length <= 3 ? base : stemmer(base);
}
