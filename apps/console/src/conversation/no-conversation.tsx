import { MessagesSquare } from 'lucide-react';
import { useWords } from '../i18n/i18n.js';
import { PALETTE_KEYS } from '../shell/palette-keys.js';
import { Empty } from '../ui/states.js';

export function NoConversation() {
  const words = useWords();
  return (
    <div className="pane pane-centre">
      <Empty
        icon={MessagesSquare}
        title={words.text('empty.conversation')}
        hint={words.text('empty.conversationHint', { keys: PALETTE_KEYS })}
      />
    </div>
  );
}
