import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { ResolveDialog } from '../conversation/resolve-dialog.js';
import { ReassignDialog, TransferDialog } from '../conversation/transfer-dialog.js';

export type CaseDialog = 'transfer' | 'reassign' | 'resolve';

const OpenDialog = createContext<((dialog: CaseDialog) => void) | undefined>(undefined);

/**
 * The dialogs of the open conversation. They live above the panes, which are laid out anew when a tablet is turned or a window made
 * narrow: what was chosen and written in them stays.
 */
export function CaseDialogs({ id, children }: { id?: string; children: ReactNode }) {
  const [open, setOpen] = useState<{ id: string; dialog: CaseDialog }>();
  const show = useMemo(
    () => (dialog: CaseDialog) => {
      if (id !== undefined) setOpen({ id, dialog });
    },
    [id],
  );
  const close = (): void => setOpen(undefined);
  const shown = open?.id === id ? open?.dialog : undefined;
  return (
    <OpenDialog value={show}>
      {children}
      {id !== undefined && (
        <>
          <TransferDialog key={`transfer-${id}`} id={id} open={shown === 'transfer'} close={close} />
          <ReassignDialog key={`reassign-${id}`} id={id} open={shown === 'reassign'} close={close} />
          <ResolveDialog key={`resolve-${id}`} id={id} open={shown === 'resolve'} close={close} />
        </>
      )}
    </OpenDialog>
  );
}

export function useCaseDialogs(): (dialog: CaseDialog) => void {
  const open = useContext(OpenDialog);
  if (open === undefined) throw new Error('useCaseDialogs outside CaseDialogs');
  return open;
}
