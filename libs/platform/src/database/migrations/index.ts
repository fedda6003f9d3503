import { Extensions1763769600001 } from './0001-extensions.js';
import { Tables1763769600002 } from './0002-tables.js';
import { Supervision1763769600004 } from './0004-supervision.js';

/** In the order in which they run. A migration, once landed, never changes. */
export const MIGRATIONS = [Extensions1763769600001, Tables1763769600002, Supervision1763769600004];
