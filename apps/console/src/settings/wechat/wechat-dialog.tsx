import { Dices } from 'lucide-react';
import { useId, useState, type SubmitEvent } from 'react';
import { WECHAT_ACCOUNT_KINDS, type WireWeChatAccount } from '#kernel';
import { CallError } from '../../api/client.js';
import { sentenceOf, useWords } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Modal } from '../../ui/dialog.js';
import { Toggle } from '../parts.js';
import { useSettingsApi } from '../use-settings.js';
import {
  AES_KEY_LENGTH,
  TOKEN_LENGTH,
  bodyOf,
  callbackOf,
  fieldsOf,
  mustEncrypt,
  randomLetters,
  type WeChatFields,
} from './accounts.js';
import { Copied } from './copied.js';
import { Steps } from './steps.js';

interface Props {
  /** Undefined: a new one. */
  account?: WireWeChatAccount;
  close: () => void;
  saved: (account: WireWeChatAccount, fields: WeChatFields) => void;
  /** Somebody else was quicker: the list is to be read again. */
  reload: () => void;
}

export function WeChatDialog({ account, close, saved, reload }: Props) {
  const words = useWords();
  const api = useSettingsApi();
  // What one edits from: the account as it was when the dialog opened.
  const [base] = useState(account);
  const [fields, setFields] = useState(() => fieldsOf(account));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const set = (part: Partial<WeChatFields>): void => setFields((now) => ({ ...now, ...part }));
  const encrypts = mustEncrypt(fields);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    api
      .saveWeChatAccount(bodyOf(fields, base), base?.id)
      .then(
        (stored) => {
          close();
          saved(stored, fields);
        },
        (failure: unknown) => {
          if (!(failure instanceof CallError)) throw failure;
          setError(failure);
          if (failure.code === 'VERSION_CONFLICT') reload();
        },
      )
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      open
      onOpenChange={(open) => !open && close()}
      className="dialog-wide"
      title={base === undefined ? words.text('wechat.add') : words.text('wechat.edit', { name: base.name })}
    >
      <form onSubmit={submit}>
        <div className="dialog-fields">
          <fieldset className="choices choices-row">
            <legend>{words.text('wechat.kind')}</legend>
            {WECHAT_ACCOUNT_KINDS.map((kind) => (
              <label key={kind} className="check">
                <input
                  type="radio"
                  name="wechat-kind"
                  checked={fields.kind === kind}
                  data-testid={`wechat-kind-${kind}`}
                  onChange={() => set({ kind })}
                />
                {words.text(`wechatKind.${kind}`)}
              </label>
            ))}
          </fieldset>
          <p className="tone-quiet">{words.text(`wechatKindHint.${fields.kind}`)}</p>
          <Steps kind={fields.kind} />
          <div className="settings-columns">
            <label className="field">
              <span>{words.text('wechat.name')}</span>
              <input
                maxLength={80}
                value={fields.name}
                placeholder={words.text('wechat.nameHint')}
                data-testid="wechat-name"
                onChange={({ target }) => set({ name: target.value })}
              />
            </label>
            {base === undefined && (
              <label className="field">
                <span>{words.text('wechat.id')}</span>
                <input
                  required
                  maxLength={64}
                  pattern="[A-Za-z0-9_\-]+"
                  value={fields.id}
                  placeholder="shop"
                  title={words.text('wechat.idHint')}
                  data-testid="wechat-id"
                  onChange={({ target }) => set({ id: target.value })}
                />
                <small className="tone-quiet">{words.text('wechat.idHint')}</small>
              </label>
            )}
            <label className="field">
              <span>{words.text(`wechatAppId.${fields.kind}`)}</span>
              <input
                required
                pattern="\s*[A-Za-z0-9_\-]{2,64}\s*"
                value={fields.appId}
                placeholder={fields.kind === 'wecom_kf' ? 'ww…' : 'wx…'}
                data-testid="wechat-app-id"
                onChange={({ target }) => set({ appId: target.value })}
              />
            </label>
            <Secret
              label={words.text(`wechatSecret.${fields.kind}`)}
              value={fields.appSecret}
              set={(appSecret) => set({ appSecret })}
              stored={base !== undefined}
              hidden
              pattern="\S{8,200}"
              testId="wechat-secret"
            />
          </div>
          <Secret
            label="Token"
            value={fields.token}
            set={(token) => set({ token })}
            stored={base !== undefined}
            pattern="\S{3,64}"
            make={TOKEN_LENGTH}
            testId="wechat-token"
          />
          {fields.kind !== 'wecom_kf' && (
            <Toggle
              label={words.text('wechat.encrypted')}
              hint={words.text('wechat.encryptedHint')}
              on={fields.encrypted}
              set={(encrypted) => set({ encrypted })}
              testId="wechat-encrypted"
            />
          )}
          {encrypts && (
            <Secret
              label="EncodingAESKey"
              value={fields.aesKey}
              set={(aesKey) => set({ aesKey })}
              stored={base?.encrypted === true}
              pattern="[A-Za-z0-9+\/]{43}"
              make={AES_KEY_LENGTH}
              testId="wechat-key"
            />
          )}
          {fields.kind === 'official' && (
            <Toggle
              label={words.text('wechat.passiveToggle')}
              hint={words.text('wechat.passiveHint')}
              on={fields.passive}
              set={(passive) => set({ passive })}
              testId="wechat-passive"
            />
          )}
          {/^[\w-]{1,64}$/.test(fields.id) && (
            <Copied label={words.text('wechat.callback')} value={callbackOf(window.location.origin, fields.id)} />
          )}
          {error !== undefined && (
            <p className="banner banner-danger" role="alert" data-testid="wechat-error">
              {sentenceOf(error, words)}
            </p>
          )}
        </div>
        <footer className="dialog-foot">
          <Button onClick={close}>{words.text('action.cancel')}</Button>
          <Button variant="primary" type="submit" busy={busy} data-testid="wechat-save">
            {words.text('settings.save')}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

interface SecretProps {
  label: string;
  value: string;
  set: (value: string) => void;
  /** One is kept already: an empty field leaves it as it is. */
  stored: boolean;
  /** Nobody needs to read it again: dots. */
  hidden?: boolean;
  pattern: string;
  /** Can be made here, so many letters long. */
  make?: number;
  testId: string;
}

/** A secret to be written. What is stored is never shown; that it is, is. */
function Secret({ label, value, set, stored, hidden = false, pattern, make, testId }: SecretProps) {
  const words = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {stored && <span className="tag">{words.text('wechat.stored')}</span>}
      </label>
      <span className="secret">
        <input
          id={id}
          type={hidden ? 'password' : 'text'}
          required={!stored}
          pattern={pattern}
          value={value}
          autoComplete={hidden ? 'new-password' : 'off'}
          spellCheck={false}
          placeholder={stored ? words.text('wechat.storedHint') : undefined}
          data-testid={testId}
          onChange={({ target }) => set(target.value.trim())}
        />
        {make !== undefined && (
          <Button icon={Dices} onClick={() => set(randomLetters(make))} data-testid={`${testId}-make`}>
            {words.text('wechat.make')}
          </Button>
        )}
      </span>
    </div>
  );
}
