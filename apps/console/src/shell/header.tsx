import {
  BookOpen,
  ChartNoAxesColumn,
  CircleHelp,
  Languages,
  LogOut,
  MessagesSquare,
  Search,
  Settings,
  Settings2,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useDesk, useServices } from '../context.js';
import { ownOrder } from '../desk/queue.js';
import { useWords } from '../i18n/i18n.js';
import { usePreferences, type Layout } from '../lib/hooks.js';
import { preferences, type Preferences } from '../lib/preferences.js';
import { leads } from '../lib/roles.js';
import { Button, IconButton } from '../ui/button.js';
import { Modal } from '../ui/dialog.js';
import { Mark } from '../ui/mark.js';
import { askForNotices } from './alerts.js';
import { floating, FLOATING } from './floating.js';
import { MentionsMenu } from './mentions.js';
import { PALETTE_KEYS } from './palette-keys.js';
import { Presence } from './presence.js';

interface HeaderProps {
  layout: Layout;
  openPalette: () => void;
  openHelp: () => void;
}

export function Header({ layout, openPalette, openHelp }: HeaderProps) {
  const words = useWords();
  const [path] = useLocation();
  const role = useDesk((state) => state.me.role);
  const knowledge = path.startsWith('/knowledge');
  const settings = path.startsWith('/settings');
  const board = path.startsWith('/board') || path.startsWith('/audit');
  return (
    <header className="header">
      <Mark size={24} />
      <nav className="header-nav" aria-label={words.text('nav.label')}>
        <NavLink to="/" active={!knowledge && !board && !settings} icon={<MessagesSquare size={16} aria-hidden />}>
          {words.text('nav.conversations')}
        </NavLink>
        <NavLink to="/knowledge" active={knowledge} icon={<BookOpen size={16} aria-hidden />}>
          {words.text('nav.knowledge')}
        </NavLink>
        {leads(role) && (
          <NavLink to="/board" active={board} shortcut="KeyG" icon={<ChartNoAxesColumn size={16} aria-hidden />}>
            {words.text('nav.board')}
          </NavLink>
        )}
        {layout !== 'phone' && (
          <NavLink to="/settings" active={settings} icon={<Settings size={16} aria-hidden />}>
            {words.text('nav.settings')}
          </NavLink>
        )}
      </nav>
      {layout === 'phone' ? (
        <IconButton icon={Search} label={words.text('palette.open')} onClick={openPalette} className="push-right" />
      ) : (
        <button type="button" className="search-button" onClick={openPalette}>
          <Search size={15} aria-hidden />
          <span>{words.text('palette.open')}</span>
          <kbd>{PALETTE_KEYS}</kbd>
        </button>
      )}
      <MentionsMenu />
      <Presence />
      <LanguageButton />
      <AgentMenu openHelp={openHelp} />
      <div id={FLOATING} />
    </header>
  );
}

function NavLink(props: { to: string; active: boolean; icon: ReactNode; shortcut?: string; children: string }) {
  return (
    <Link
      href={props.to}
      className="nav-link"
      aria-current={props.active ? 'page' : undefined}
      data-shortcut={props.shortcut}
    >
      {props.icon}
      <span className="nav-label">{props.children}</span>
    </Link>
  );
}

function LanguageButton() {
  const words = useWords();
  return (
    <IconButton
      icon={Languages}
      label={words.text('language.other')}
      data-testid="language"
      onClick={() => preferences.set({ locale: words.locale === 'en' ? 'zh-CN' : 'en' })}
    />
  );
}

function AgentMenu({ openHelp }: { openHelp: () => void }) {
  const words = useWords();
  const { session, desk, drafts } = useServices();
  const me = useDesk((state) => state.me);
  const items = useDesk((state) => state.items);
  const liked = usePreferences();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const open = ownOrder(Object.values(items), me.id).length;

  const signOut = (): void => {
    drafts.clear();
    // Telling the desk is a courtesy: without a connection the lease ends by itself.
    desk
      .leave()
      .catch(() => undefined)
      .finally(() => void session.signOut());
  };

  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <button type="button" className="agent-button" aria-label={words.text('menu.open', { name: me.name })}>
            {[...me.name][0]}
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal container={floating()}>
          <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
            <DropdownMenu.Label className="menu-person">
              <strong>{me.name}</strong>
              <span>{words.text(`role.${me.role}`)}</span>
              <span className="menu-mail">{me.email}</span>
            </DropdownMenu.Label>
            <DropdownMenu.Separator className="menu-line" />
            <Choice
              label={words.text('theme.label')}
              value={liked.theme}
              options={(['system', 'light', 'dark'] as const).map((theme) => [theme, words.text(`theme.${theme}`)])}
              choose={(theme) => preferences.set({ theme: theme as Preferences['theme'] })}
            />
            <Choice
              label={words.text('density.label')}
              value={liked.density}
              options={(['compact', 'comfortable'] as const).map((one) => [one, words.text(`density.${one}`)])}
              choose={(density) => preferences.set({ density: density as Preferences['density'] })}
            />
            <DropdownMenu.Separator className="menu-line" />
            <Switch label={words.text('menu.sound')} on={liked.sound} set={(sound) => preferences.set({ sound })} />
            <Switch
              label={words.text('menu.notices')}
              on={liked.desktopNotices}
              set={(on) => void askForNotices(on).then((desktopNotices) => preferences.set({ desktopNotices }))}
            />
            {liked.desktopNotices && (
              <Switch
                label={words.text('menu.previews')}
                on={liked.noticePreviews}
                set={(noticePreviews) => preferences.set({ noticePreviews })}
              />
            )}
            <DropdownMenu.Separator className="menu-line" />
            <DropdownMenu.Item className="menu-item" onSelect={() => navigate('/settings')} data-testid="open-settings">
              <Settings size={16} aria-hidden />
              {words.text('nav.settings')}
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={openHelp}>
              <CircleHelp size={16} aria-hidden />
              {words.text('menu.shortcuts')}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className="menu-item"
              data-testid="sign-out"
              onSelect={() => (open > 0 ? setAsking(true) : signOut())}
            >
              <LogOut size={16} aria-hidden />
              {words.text('menu.signOut')}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Modal
        open={asking}
        onOpenChange={setAsking}
        title={words.text('signOut.title')}
        description={words.count('signOut.open', open)}
      >
        <footer className="dialog-foot">
          <Button onClick={() => setAsking(false)}>{words.text('action.cancel')}</Button>
          <Button variant="danger" onClick={signOut}>
            {words.text('menu.signOut')}
          </Button>
        </footer>
      </Modal>
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: [value: string, label: string][];
  choose: (value: string) => void;
}

function Choice({ label, value, options, choose }: ChoiceProps) {
  return (
    <>
      <DropdownMenu.Label className="menu-label">
        <Settings2 size={12} aria-hidden />
        {label}
      </DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={value} onValueChange={choose} className="menu-choices">
        {options.map(([option, name]) => (
          <DropdownMenu.RadioItem
            key={option}
            value={option}
            className="menu-choice"
            onSelect={(event) => event.preventDefault()}
          >
            {name}
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  );
}

function Switch({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <DropdownMenu.CheckboxItem
      className="menu-item"
      checked={on}
      onCheckedChange={set}
      onSelect={(event) => event.preventDefault()}
    >
      {label}
      <span className="switch" data-on={on} aria-hidden />
    </DropdownMenu.CheckboxItem>
  );
}
