import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import {
  ArrowRightLeft,
  Bell,
  BookOpen,
  Bot,
  CircleCheckBig,
  CircleHelp,
  ChartNoAxesColumn,
  Coffee,
  Ear,
  Hand,
  Languages,
  List as ListIcon,
  Lock,
  MessageSquare,
  Power,
  Rows3,
  ScrollText,
  Search,
  SunMoon,
  Volume2,
  Wifi,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import type { AgentStatus, WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { ownOrder, queueOrder } from '../desk/queue.js';
import { useWords } from '../i18n/i18n.js';
import { cannedReplies } from '../conversation/canned.js';
import { useCannedReplies, useTakeReply } from '../conversation/use-suggestions.js';
import { usePreferences, useSettled } from '../lib/hooks.js';
import { leads } from '../lib/roles.js';
import { sectionsFor } from '../settings/sections.js';
import { LISTS } from '../lists/list-view.js';
import { showList } from '../lists/use-list-view.js';
import { askForNotices } from './alerts.js';
import { press } from './use-global-keys.js';
import { preferences } from '../lib/preferences.js';
import { Modal } from '../ui/dialog.js';
import { shopperName } from '../ui/labels.js';
import { useToasts } from '../ui/toast.js';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  openHelp: () => void;
}

const PRESENCE_ICONS: Record<AgentStatus, LucideIcon> = { online: Wifi, away: Coffee, offline: Power };
const ARTICLES = 6;

/** Go anywhere and do anything by typing. */
export function Palette({ open, onOpenChange, openHelp }: Props) {
  const words = useWords();
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={words.text('palette.title')} className="dialog-palette">
      <Commands close={() => onOpenChange(false)} openHelp={openHelp} />
    </Modal>
  );
}

function Commands({ close, openHelp }: { close: () => void; openHelp: () => void }) {
  const words = useWords();
  const toasts = useToasts();
  const { desk } = useServices();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const conversations = useConversations();
  const articles = useArticles(typed);

  const run = (work: () => void) => (): void => {
    close();
    work();
  };
  const liked = usePreferences();
  const role = useDesk((state) => state.me.role);
  const lists = leads(role) ? LISTS : LISTS.filter((list) => list !== 'team');
  const dark = document.documentElement.matches('[data-theme="dark"]');

  return (
    <Command label={words.text('palette.title')} className="palette" loop>
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder={words.text('palette.placeholder')}
        data-testid="palette-input"
      />
      <Command.List>
        <Command.Empty>{words.text('palette.nothing')}</Command.Empty>
        {conversations.length > 0 && (
          <Command.Group heading={words.text('nav.conversations')}>
            {conversations.map((item) => (
              <Command.Item
                key={item.id}
                value={`c-${item.id}`}
                keywords={[shopperName(item, words), saidLast(item), item.shopper.id]}
                onSelect={run(() => navigate(`/c/${item.id}`))}
              >
                <MessageSquare size={15} aria-hidden />
                <span className="palette-name">{shopperName(item, words)}</span>
                <span className="clip tone-quiet">{item.lastText}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        <CaseCommands run={run} typed={typed} />
        <Command.Group heading={words.text('palette.lists')}>
          {lists.map((list) => (
            <Action
              key={list}
              icon={list === 'search' ? Search : ListIcon}
              text={words.text('palette.list', { list: words.text(`lists.${list}`) })}
              run={run(() => {
                showList({ list });
                navigate('/');
              })}
            />
          ))}
          {[...typed.trim()].length > 1 && (
            <Command.Item
              value={`search-${typed}`}
              forceMount
              data-testid="palette-search"
              onSelect={run(() => {
                showList({ list: 'search', q: typed.trim() });
                navigate('/');
              })}
            >
              <Search size={15} aria-hidden />
              {words.text('palette.search', { typed: typed.trim() })}
            </Command.Item>
          )}
        </Command.Group>
        <Command.Group heading={words.text('palette.actions')}>
          {(['online', 'away', 'offline'] as const).map((status) => {
            const Icon = PRESENCE_ICONS[status];
            return (
              <Command.Item
                key={status}
                value={words.text('palette.presence', { status: words.text(`presence.${status}`) })}
                onSelect={run(() => void desk.setPresence(status).catch((error: unknown) => toasts.fail(error)))}
              >
                <Icon size={15} aria-hidden />
                {words.text('palette.presence', { status: words.text(`presence.${status}`) })}
              </Command.Item>
            );
          })}
          <Action icon={BookOpen} text={words.text('palette.knowledge')} run={run(() => navigate('/knowledge'))} />
          {sectionsFor(role).map(({ name, title, icon }) => (
            <Action
              key={name}
              icon={icon}
              text={words.text('palette.settings', { section: words.text(title) })}
              run={run(() => navigate(`/settings/${name}`))}
            />
          ))}
          <Action icon={MessageSquare} text={words.text('palette.conversations')} run={run(() => navigate('/'))} />
          {leads(role) && (
            <>
              <Action icon={ChartNoAxesColumn} text={words.text('palette.board')} run={run(() => navigate('/board'))} />
              <Action icon={ScrollText} text={words.text('palette.audit')} run={run(() => navigate('/audit'))} />
            </>
          )}
          <Action
            icon={SunMoon}
            text={words.text(dark ? 'palette.light' : 'palette.dark')}
            run={run(() => preferences.set({ theme: dark ? 'light' : 'dark' }))}
          />
          <Action
            icon={Languages}
            text={words.text('language.other')}
            run={run(() => preferences.set({ locale: words.locale === 'en' ? 'zh-CN' : 'en' }))}
          />
          <Action
            icon={Volume2}
            text={words.text('palette.sound', {
              state: words.text(liked.sound ? 'palette.turnOff' : 'palette.turnOn'),
            })}
            run={run(() => preferences.set({ sound: !liked.sound }))}
          />
          <Action
            icon={Bell}
            text={words.text('palette.notices', {
              state: words.text(liked.desktopNotices ? 'palette.turnOff' : 'palette.turnOn'),
            })}
            run={run(
              () =>
                void askForNotices(!liked.desktopNotices).then((desktopNotices) => preferences.set({ desktopNotices })),
            )}
          />
          <Action
            icon={Rows3}
            text={words.text('palette.density', {
              density: words.text(`density.${liked.density === 'compact' ? 'comfortable' : 'compact'}`),
            })}
            run={run(() => preferences.set({ density: liked.density === 'compact' ? 'comfortable' : 'compact' }))}
          />
          <Action icon={CircleHelp} text={words.text('menu.shortcuts')} run={run(openHelp)} />
        </Command.Group>
        {/* Last: they come later than the rest and must not push away what Enter would choose. */}
        {articles.length > 0 && (
          <Command.Group heading={words.text('nav.knowledge')} forceMount>
            {articles.map((article) => (
              <Command.Item
                key={article.id}
                value={`a-${article.id}`}
                forceMount
                onSelect={run(() => navigate(`/knowledge/${article.id}`))}
              >
                <BookOpen size={15} aria-hidden />
                <span className="clip">{article.title}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

function Action({ icon: Icon, text, run }: { icon: LucideIcon; text: string; run: () => void }) {
  return (
    <Command.Item value={text} onSelect={run}>
      <Icon size={15} aria-hidden />
      {text}
    </Command.Item>
  );
}

/** What can be done with the open conversation: the buttons that are on the screen, by name, and ready replies. */
function CaseCommands({ run, typed }: { run: (work: () => void) => () => void; typed: string }) {
  const words = useWords();
  const { drafts } = useServices();
  const [, params] = useRoute('/c/:id');
  const id = params?.id ?? '';
  const item = useDesk((state) => state.items[id]);
  const me = useDesk((state) => state.me.id);
  const take = useTakeReply(id);
  const canned = useCannedReplies();
  if (item === undefined) return null;
  const mayReply = item.status === 'assigned' && item.agent?.id === me;
  const replies = mayReply && typed !== '' ? cannedReplies(canned.data ?? [], '', words.locale) : [];
  return (
    <Command.Group heading={words.text('palette.case')}>
      {CASE_KEYS.filter(([code]) => document.querySelector(`[data-shortcut="${code}"]`) !== null).map(
        ([code, text, Icon]) => (
          <Action key={code} icon={Icon} text={words.text(text)} run={run(() => later(() => press(code)))} />
        ),
      )}
      {replies.map((reply) => (
        <Command.Item
          key={reply.id}
          value={`r-${reply.id}`}
          keywords={[reply.title, reply.text, reply.shortcut]}
          onSelect={run(() => later(() => drafts.propose(id, take(reply).text)))}
        >
          <Zap size={15} aria-hidden />
          <span className="palette-name">{reply.title}</span>
          <span className="clip tone-quiet">{reply.text}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

const CASE_KEYS = [
  ['KeyA', 'action.accept', MessageSquare],
  ['KeyN', 'palette.note', Lock],
  ['KeyT', 'action.transfer', ArrowRightLeft],
  ['KeyB', 'action.return', Bot],
  ['KeyE', 'action.resolve', CircleCheckBig],
  ['KeyW', 'supervise.whisper', Ear],
  ['KeyR', 'supervise.reassign', ArrowRightLeft],
  ['KeyO', 'supervise.takeOver', Hand],
] as const;

/** Once the palette has given the focus back. */
function later(work: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(work));
}

function useConversations() {
  const items = useDesk((state) => state.items);
  const served = useDesk((state) => state.served);
  const me = useDesk((state) => state.me.id);
  return useMemo(() => {
    const all = Object.values(items);
    return [...ownOrder(all, me), ...queueOrder(all, served)];
  }, [items, served, me]);
}

function useArticles(typed: string) {
  const words = useWords();
  const { api } = useServices();
  const q = useSettled(typed.trim(), 200);
  const found = useQuery({
    queryKey: ['articles-found', words.locale, q],
    queryFn: ({ signal }) => api.articles({ locale: words.locale, q, limit: ARTICLES }, signal),
    enabled: q.length > 1,
  });
  return q.length > 1 ? (found.data?.articles ?? []) : [];
}

/** The last words of a person or the assistant; notices are the same everywhere and find nothing. */
function saidLast(item: WireConversationItem): string {
  return item.lastAuthor === 'system' ? '' : (item.lastText ?? '');
}
