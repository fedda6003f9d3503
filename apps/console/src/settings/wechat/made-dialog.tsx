import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { WireWeChatAccount } from '#kernel';
import { sentenceOf, useWords } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Modal } from '../../ui/dialog.js';
import { useSettingsApi } from '../use-settings.js';
import { callbackOf, canBeCalled, mustEncrypt, problemIn, type WeChatFields } from './accounts.js';
import { Copied } from './copied.js';

interface Props {
  account: WireWeChatAccount;
  /** As they were entered: token and key can be copied now, and never again. */
  fields: WeChatFields;
  close: () => void;
}

/** What is to be entered at WeChat now that the desk knows the account, and whether WeChat takes what it was told. */
export function MadeDialog({ account, fields, close }: Props) {
  const words = useWords();
  const api = useSettingsApi();
  const tried = useQuery({
    queryKey: ['wechat-try', account.id, account.version],
    queryFn: () => api.tryWeChatAccount(account.id),
    staleTime: Infinity,
    retry: false,
  });
  const url = callbackOf(window.location.origin, account.id);
  const works = tried.data?.ok === true;
  return (
    <Modal
      open
      onOpenChange={(open) => !open && close()}
      title={words.text('wechat.made', { name: account.name })}
      description={words.text('wechat.madeHint')}
    >
      <div className="dialog-fields" data-testid="wechat-made">
        <Copied label={words.text('wechat.callback')} value={url} testId="wechat-callback" />
        {fields.token !== '' && <Copied label="Token" value={fields.token} testId="wechat-made-token" />}
        {fields.aesKey !== '' && mustEncrypt(fields) && (
          <Copied label="EncodingAESKey" value={fields.aesKey} testId="wechat-made-key" />
        )}
        {(fields.token !== '' || fields.aesKey !== '') && <p className="tone-quiet">{words.text('wechat.madeOnce')}</p>}
        {!canBeCalled(url) && <p className="banner banner-warning">{words.text('wechat.notReachable')}</p>}
        <p role="status" className="wechat-tried" data-testid="wechat-first-try" data-ok={tried.data?.ok}>
          {tried.isPending ? (
            words.text('wechat.testing')
          ) : works ? (
            <>
              <CircleCheck size={16} aria-hidden className="tone-good" /> {words.text('wechat.works')}
            </>
          ) : (
            <>
              <CircleAlert size={16} aria-hidden className="tone-danger" />{' '}
              {tried.isError ? sentenceOf(tried.error, words) : problemIn(tried.data.code ?? 0, words)}
            </>
          )}
        </p>
      </div>
      <footer className="dialog-foot">
        {!works && (
          <Button busy={tried.isFetching} onClick={() => void tried.refetch()}>
            {words.text('wechat.testAgain')}
          </Button>
        )}
        <Button variant="primary" onClick={close} data-testid="wechat-made-close">
          {words.text('wechat.madeDone')}
        </Button>
      </footer>
    </Modal>
  );
}
