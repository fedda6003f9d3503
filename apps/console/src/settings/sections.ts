import { Clock, MessageCircle, Palette, Route, UserRound, Users, Zap, type LucideIcon } from 'lucide-react';
import type { AgentRole } from '#kernel';
import type { MessageKey } from '../i18n/messages.js';
import { leads } from '../lib/roles.js';

export type SectionName = 'profile' | 'replies' | 'team' | 'hours' | 'handoff' | 'widget' | 'wechat';

export interface Section {
  name: SectionName;
  title: MessageKey;
  icon: LucideIcon;
  for: (role: AgentRole) => boolean;
}

const everybody = (): boolean => true;

const SECTIONS: readonly Section[] = [
  { name: 'profile', title: 'settings.profile', icon: UserRound, for: everybody },
  { name: 'replies', title: 'settings.replies', icon: Zap, for: everybody },
  { name: 'team', title: 'settings.team', icon: Users, for: (role) => role === 'admin' },
  { name: 'hours', title: 'settings.hours', icon: Clock, for: leads },
  { name: 'handoff', title: 'settings.handoff', icon: Route, for: leads },
  { name: 'widget', title: 'settings.widget', icon: Palette, for: leads },
  { name: 'wechat', title: 'settings.wechat', icon: MessageCircle, for: (role) => role === 'admin' },
];

/** What a role can set, in the order of the list. The server decides; this only hides what it would refuse. */
export function sectionsFor(role: AgentRole): readonly Section[] {
  return SECTIONS.filter((section) => section.for(role));
}
