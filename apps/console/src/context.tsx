import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import type { Api } from './api/api.js';
import type { DeskState } from './desk/desk-state.js';
import type { Desk } from './desk/desk.js';
import type { AttachmentFiles } from './desk/attachment-files.js';
import type { Drafts } from './desk/drafts.js';
import type { Uploads } from './desk/uploads.js';
import type { Session } from './session/session.js';
import type { Supervision } from './supervise/supervision.js';

export interface Services {
  session: Session;
  api: Api;
  desk: Desk;
  drafts: Drafts;
  uploads: Uploads;
  files: AttachmentFiles;
  supervision: Supervision;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('useServices outside ServicesProvider');
  return services;
}

/** A part of what the desk knows. `select` must give the same object back while nothing in it changed. */
export function useDesk<T>(select: (state: DeskState) => T): T {
  const { desk } = useServices();
  return useSyncExternalStore(desk.subscribe, () => select(desk.state()));
}
