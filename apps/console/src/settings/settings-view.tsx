import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { useDesk } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import type { Layout } from '../lib/hooks.js';
import { IconButton } from '../ui/button.js';
import { CannedPage } from './canned-page.js';
import { HandoffPage } from './handoff-page.js';
import { HoursPage } from './hours-page.js';
import { ProfilePage } from './profile-page.js';
import { sectionsFor, type SectionName } from './sections.js';
import { TeamPage } from './team-page.js';
import { WeChatPage } from './wechat/wechat-page.js';
import { WidgetPage } from './widget-page.js';

const PAGES: Readonly<Record<SectionName, () => ReactNode>> = {
  profile: ProfilePage,
  replies: CannedPage,
  team: TeamPage,
  hours: HoursPage,
  handoff: HandoffPage,
  widget: WidgetPage,
  wechat: WeChatPage,
};

/** Everything that can be set, section by section, each at an address of its own. */
export function SettingsView({ layout, section }: { layout: Layout; section?: string }) {
  const words = useWords();
  const [, navigate] = useLocation();
  const role = useDesk((state) => state.me.role);
  const visible = sectionsFor(role);
  const current = visible.find((one) => one.name === section);
  const Shown = current && PAGES[current.name];
  if (current === undefined && (section !== undefined || layout !== 'phone'))
    return <Redirect to="/settings/profile" replace />;
  return (
    <div className="settings">
      {(layout !== 'phone' || current === undefined) && (
        <nav className="pane settings-nav" aria-label={words.text('nav.settings')}>
          <ul>
            {visible.map(({ name, title, icon: Icon }) => (
              <li key={name}>
                <Link
                  href={`/settings/${name}`}
                  className="settings-link"
                  aria-current={name === section ? 'page' : undefined}
                  data-testid={`settings-${name}`}
                >
                  <Icon size={16} aria-hidden />
                  {words.text(title)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {current !== undefined && Shown !== undefined && (
        <div className="pane settings-body" key={current.name}>
          {layout === 'phone' && (
            <div className="settings-back">
              <IconButton icon={ArrowLeft} label={words.text('action.back')} onClick={() => navigate('/settings')} />
            </div>
          )}
          <Shown />
        </div>
      )}
    </div>
  );
}
