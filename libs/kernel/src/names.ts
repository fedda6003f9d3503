/** What things on the wire are called; wire.ts and board.ts stand on them. */
export type ConversationStatus = 'bot' | 'queued' | 'assigned' | 'resolved';
export type Channel = 'web' | 'wechat';
export type AuthorKind = 'shopper' | 'bot' | 'agent' | 'system';
export type Severity = 'normal' | 'urgent' | 'critical';
export type AgentRole = 'agent' | 'senior' | 'supervisor' | 'admin';
export type AgentStatus = 'online' | 'away' | 'offline';
export type MoodLabel = 'positive' | 'neutral' | 'negative';
