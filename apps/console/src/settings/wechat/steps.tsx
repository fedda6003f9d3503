import { ChevronRight } from 'lucide-react';
import type { WeChatAccountKind } from '#kernel';
import { useWords } from '../../i18n/i18n.js';
import type { MessageKey } from '../../i18n/messages.js';

/** In their order: first here, then at WeChat, which calls the address the moment it is saved. */
const STEPS: Readonly<Record<WeChatAccountKind, readonly MessageKey[]>> = {
  official: [
    'wechatSteps.official.find',
    'wechatSteps.official.whitelist',
    'wechatSteps.here',
    'wechatSteps.official.server',
    'wechatSteps.try',
  ],
  mini_program: [
    'wechatSteps.mini.find',
    'wechatSteps.mini.whitelist',
    'wechatSteps.here',
    'wechatSteps.mini.push',
    'wechatSteps.mini.button',
    'wechatSteps.try',
  ],
  wecom_kf: [
    'wechatSteps.kf.find',
    'wechatSteps.kf.allow',
    'wechatSteps.here',
    'wechatSteps.kf.callback',
    'wechatSteps.try',
  ],
};

/** Where in WeChat's own console the values stand, and where ours go. */
export function Steps({ kind }: { kind: WeChatAccountKind }) {
  const words = useWords();
  return (
    <details className="steps" data-testid="wechat-steps">
      <summary>
        <ChevronRight size={14} aria-hidden />
        {words.text('wechat.steps')}
      </summary>
      <ol>
        {STEPS[kind].map((step) => (
          <li key={step}>{words.text(step)}</li>
        ))}
      </ol>
    </details>
  );
}
