import { Link } from 'wouter';
import type { WireConversationItem, WireCustomer } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { showList } from '../lists/use-list-view.js';
import { ChannelIcon } from '../ui/labels.js';
import { Ago } from '../ui/text.js';
import { Section } from './section.js';

const EARLIER = 8;

interface Props {
  id: string;
  customer: WireCustomer;
  item: WireConversationItem | undefined;
  /** Shows an earlier conversation beside the one that is open. */
  peek: (id: string) => void;
}

export function CustomerView(props: Props) {
  const words = useWords();
  const { customer, item } = props;
  const earlier = customer.conversations.filter((one) => one.id !== props.id).slice(0, EARLIER);
  const facts: [label: string, value: string | undefined][] = [
    [words.text('customer.name'), customer.name],
    [words.text('customer.memberId'), customer.memberId],
    [words.text('customer.tier'), customer.tier === undefined ? undefined : words.named('tier', customer.tier)],
    [words.text('customer.store'), item?.storeId],
  ];
  return (
    <Section
      title={words.text('case.customer')}
      testId="customer"
      aside={customer.channels.map((channel) => (
        <ChannelIcon key={channel} channel={channel} />
      ))}
    >
      <dl className="facts">
        {facts.map(([label, value]) =>
          value === undefined ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {customer.name === undefined && customer.memberId === undefined && (
        <p className="tone-quiet">{words.text('customer.anonymous')}</p>
      )}
      {customer.tags !== undefined && customer.tags.length > 0 && (
        <ul className="tags" aria-label={words.text('customer.tags')}>
          {customer.tags.map((tag) => (
            <li key={tag} className="tag">
              {tag}
            </li>
          ))}
        </ul>
      )}
      {earlier.length > 0 && (
        <div className="brief">
          <h3>{words.text('customer.earlier')}</h3>
          <ul>
            {earlier.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="line line-jump"
                  data-testid="earlier"
                  data-id={one.id}
                  onClick={() => props.peek(one.id)}
                >
                  <ChannelIcon channel={one.channel} /> {words.text(`status.${one.status}`)} <Ago at={one.createdAt} />
                </button>
              </li>
            ))}
          </ul>
          <Link href="/" className="link" onClick={() => showList({ list: 'history', shopperId: customer.id })}>
            {words.text('customer.allOf')}
          </Link>
        </div>
      )}
    </Section>
  );
}
