import { CloudOff } from 'lucide-react';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Empty, Skeleton } from '../ui/states.js';

/** While an earlier sign-in is taken up, or the server cannot be reached for it. */
export function Starting({ unreachable, retry }: { unreachable: boolean; retry: () => void }) {
  const words = useWords();
  return (
    <main className="starting">
      <h1 className="visually-hidden">{words.text('app.name')}</h1>
      {unreachable ? (
        <Empty icon={CloudOff} title={words.text('starting.unreachable')} hint={words.text('starting.unreachableHint')}>
          <Button onClick={retry}>{words.text('action.retry')}</Button>
        </Empty>
      ) : (
        <Skeleton rows={4} kind="text" />
      )}
    </main>
  );
}
