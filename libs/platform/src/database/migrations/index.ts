import { Extensions1763769600001 } from './0001-extensions.js';
import { Tables1763769600002 } from './0002-tables.js';
import { Attachments1763769600003 } from './0003-attachments.js';
import { Supervision1763769600004 } from './0004-supervision.js';
import { Settings1763769600005 } from './0005-settings.js';
import { Search1763769600006 } from './0006-search.js';
import { Demand1763769600007 } from './0007-demand.js';
import { WeChat1763769600008 } from './0008-wechat.js';
import { KnowledgeSets1763769600009 } from './0009-knowledge-sets.js';
import { FollowUps1763769600010 } from './0010-follow-ups.js';
import { KnowledgeRepeats1763769600011 } from './0011-knowledge-repeats.js';

/** In the order in which they run. A migration, once landed, never changes. */
export const MIGRATIONS = [
  Extensions1763769600001,
  Tables1763769600002,
  Attachments1763769600003,
  Supervision1763769600004,
  Settings1763769600005,
  Search1763769600006,
  Demand1763769600007,
  WeChat1763769600008,
  KnowledgeSets1763769600009,
  FollowUps1763769600010,
  KnowledgeRepeats1763769600011,
];
