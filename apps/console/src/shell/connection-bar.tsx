import { CloudOff, CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';

/** A short break heals unseen; only a longer one is worth a line. */
const QUIET_MS = 1_500;
const REPAIRED_MS = 4_000;

/** Says when the connection is gone and what still works, and afterwards that everything is complete again. */
export function ConnectionBar() {
  const words = useWords();
  const { desk } = useServices();
  const link = useDesk((state) => state.link);
  const known = useDesk((state) => state.known);
  const [shown, setShown] = useState<'none' | 'down' | 'repaired'>('none');

  useEffect(() => {
    if (link === 'up') {
      setShown((before) => (before === 'down' ? 'repaired' : 'none'));
      const timer = setTimeout(() => setShown('none'), REPAIRED_MS);
      return () => clearTimeout(timer);
    }
    const timer = setTimeout(() => setShown('down'), link === 'down' ? QUIET_MS : QUIET_MS * 3);
    return () => clearTimeout(timer);
  }, [link]);

  if (shown === 'none') return <div role="status" className="visually-hidden" />;
  return (
    <div role="status" className={`connection connection-${shown}`} data-testid="connection">
      {shown === 'down' ? (
        <>
          <CloudOff size={16} aria-hidden />
          <span>{words.text(known ? 'connection.down' : 'connection.connecting')}</span>
          <Button variant="quiet" onClick={() => desk.reconnect()}>
            {words.text('connection.retry')}
          </Button>
        </>
      ) : (
        <>
          <CircleCheck size={16} aria-hidden />
          <span>{words.text('connection.repaired')}</span>
        </>
      )}
    </div>
  );
}
