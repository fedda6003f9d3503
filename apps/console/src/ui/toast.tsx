import { X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { sentenceOf, useWords } from '../i18n/i18n.js';

interface Notice {
  id: number;
  tone: 'plain' | 'danger';
  text: string;
}

interface Toasts {
  say: (text: string) => void;
  /** Tells the agent why something did not work. */
  fail: (error: unknown) => void;
}

const ToastContext = createContext<Toasts | undefined>(undefined);
const SHOWN_AT_ONCE = 4;
let serial = 0;

export function ToastProvider({ children }: { children: ReactNode }) {
  const words = useWords();
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const add = useCallback((tone: Notice['tone'], text: string) => {
    serial++;
    const notice = { id: serial, tone, text };
    setNotices((shown) => [...shown.filter((one) => one.text !== text), notice].slice(-SHOWN_AT_ONCE));
  }, []);
  const toasts = useMemo<Toasts>(
    () => ({
      say: (text) => add('plain', text),
      fail: (error) => add('danger', sentenceOf(error, words)),
    }),
    [add, words],
  );
  return (
    <ToastContext value={toasts}>
      <Toast.Provider duration={5_000} label={words.text('toast.label')}>
        {children}
        {notices.map((notice) => (
          <Toast.Root
            key={notice.id}
            className={`toast toast-${notice.tone}`}
            type={notice.tone === 'danger' ? 'foreground' : 'background'}
            onOpenChange={(open) => {
              if (!open) setNotices((shown) => shown.filter((one) => one.id !== notice.id));
            }}
          >
            <Toast.Description>{notice.text}</Toast.Description>
            <Toast.Close className="button button-icon button-quiet" aria-label={words.text('action.close')}>
              <X size={16} aria-hidden />
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport className="toasts" />
      </Toast.Provider>
    </ToastContext>
  );
}

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (toasts === undefined) throw new Error('useToasts outside ToastProvider');
  return toasts;
}
