import { useMutation } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { Link } from 'wouter';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Ago } from '../ui/text.js';
import { Part } from './parts.js';
import { ruleName } from './try-it.js';
import type { HandoffSettings, ReplayedCase } from '#kernel';
import { useSettingsApi } from './use-settings.js';

const LAST = 300;

/** The last decisions once more, under the settings as they stand in the form. */
export function Replay({ settings }: { settings: HandoffSettings }) {
  const words = useWords();
  const api = useSettingsApi();
  const played = useMutation({ mutationFn: (draft: HandoffSettings) => api.replay(draft, LAST) });
  const result = played.data;
  return (
    <Part title={words.text('replay.title')} hint={words.text('replay.hint', { count: LAST })}>
      <Button icon={History} busy={played.isPending} data-testid="replay" onClick={() => played.mutate(settings)}>
        {words.text('replay.run')}
      </Button>
      {played.isError && (
        <p className="banner banner-danger" role="alert">
          {sentenceOf(played.error, words)}
        </p>
      )}
      {result !== undefined && (
        <div role="status" data-testid="replay-result">
          <p>
            {result.looked === 0
              ? words.text('replay.nothing')
              : words.text('replay.result', {
                  looked: result.looked,
                  changed: result.changed,
                  toPerson: result.toPerson,
                  toAssistant: result.toAssistant,
                  otherwise: result.otherwise,
                })}
          </p>
          {result.cases.length > 0 && (
            <ul className="rows">
              {result.cases.map((one) => (
                <Case key={`${one.conversationId}-${one.seq}`} one={one} />
              ))}
            </ul>
          )}
        </div>
      )}
    </Part>
  );
}

function Case({ one }: { one: ReplayedCase }) {
  const words = useWords();
  const told = ({ decision, severity, rules }: ReplayedCase['now']): string =>
    decision
      ? [
          words.text('try.handedOver'),
          words.text(`severity.${severity}`),
          ...rules.map((rule) => ruleName(rule, words.named)),
        ].join(' · ')
      : words.text('try.stays');
  return (
    <li className="setting-row">
      <span className="row-main">
        <span>
          {told(one.now)} → <strong>{told(one.then)}</strong>
        </span>
        <small className="tone-quiet">
          <Ago at={one.at} />
        </small>
      </span>
      <Link href={`/c/${one.conversationId}#m${one.seq}`} className="link">
        {words.text('replay.open')}
      </Link>
    </li>
  );
}
