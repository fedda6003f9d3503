import type {
  AgentColour,
  AgentRole,
  AnswerOutcome,
  HandoffReason,
  HandoffSettings,
  HandoffVerdict,
  LocalisedText,
  Locale,
  Understanding,
} from '#kernel';

export interface Stored<T> {
  settings: T;
  version: number;
  updatedAt: string | null;
}

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

export interface Span {
  from: string;
  to: string;
}

export interface DeskSettings {
  hours: {
    timeZone: string;
    alwaysOpen: boolean;
    weekly: Partial<Record<Day, Span[]>>;
    exceptions: { date: string; name?: string; spans: Span[] }[];
  };
  closedText: LocalisedText;
}

export interface WidgetSettings {
  name: string | null;
  accent: string | null;
  logoUrl: string | null;
  position: 'left' | 'right';
  theme: 'system' | 'light' | 'dark';
  greeting: LocalisedText;
  questions: { mode: 'asked' | 'fixed'; fixed: Partial<Record<Locale, string[]>> };
}

export interface Groups {
  desk: DeskSettings;
  handoff: HandoffSettings;
  widget: WidgetSettings;
}

export interface TriedTurn extends Pick<Understanding, 'language' | 'intent' | 'sentiment' | 'act'> {
  text: string;
  outcome: AnswerOutcome | 'none';
  confidence?: number;
  article?: string;
  handoff: Omit<HandoffVerdict, 'reasons'> & { reasons: HandoffReason[] };
}

/** An account as administrators see it. */
export interface Account {
  id: string;
  name: string;
  email: string;
  role: AgentRole;
  skills: string[];
  stores: string[];
  capacity: number;
  version: number;
  disabledAt: string | null;
  status: string;
  colour?: AgentColour;
  passwordTemporary?: true;
}

export interface AccountFields {
  email: string;
  name: string;
  role: AgentRole;
  skills: string[];
  stores: string[];
  capacity: number;
}

export interface SignIn {
  id: string;
  device: string | null;
  createdAt: string;
  lastUsedAt: string;
  present: boolean;
}

export interface Profile {
  name?: string;
  locale?: Locale | null;
  colour?: AgentColour | null;
  capacity?: number;
}

export interface CannedContent {
  scope: 'shared' | 'personal';
  shortcut: string;
  title: LocalisedText;
  text: LocalisedText;
  category?: string;
}
