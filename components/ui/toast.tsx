'use client';

import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { buttonClasses } from './button.tsx';

/** Milliseconds that a message stays; longer with an undo. Errors stay until they are closed. */
const STAY = 5_000;
const STAY_WITH_ACTION = 12_000;

type Message = {
  text: string;
  /** A further line. */
  detail?: string;
  action?: { label: string; run: () => void };
};

/** Shows messages of parts below in the corner of the window. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-80 flex w-[calc(100vw-2rem)] max-w-sm flex-col gap-2 outline-none">
          <Messages />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Messages() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['right', 'down']}
      className="rounded-card border border-border bg-surface p-3 text-sm text-text shadow-float transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2.5">
        {toast.type === 'error' ? (
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
        ) : (
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success" />
        )}
        <div className="min-w-0 flex-1 break-words">
          <Toast.Title className="font-medium" render={<p />} />
          <Toast.Description className="mt-0.5 text-muted" />
          <Toast.Action className="mt-1.5 cursor-pointer rounded-control font-medium text-accent underline underline-offset-4" />
        </div>
        <Toast.Close
          aria-label="Close this message"
          className={buttonClasses({ look: 'quiet', size: 'small' }, '-mt-1 -mr-1 h-7 w-7 px-0')}
        >
          <X aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Tells people what has happened: `done` with an optional undo, `failed` until it is closed. */
export function useToast() {
  const { add, close } = Toast.useToastManager();
  return useMemo(() => {
    const show = (type: string, timeout: number, { text, detail, action }: Message) => {
      const id: string = add({
        type,
        timeout,
        title: text,
        ...(detail === undefined ? {} : { description: detail }),
        ...(type === 'error' ? { priority: 'high' as const } : {}),
        ...(action
          ? {
              actionProps: {
                children: action.label,
                onClick: () => {
                  close(id);
                  action.run();
                },
              },
            }
          : {}),
      });
      return id;
    };
    return {
      done: (message: Message) => show('done', message.action ? STAY_WITH_ACTION : STAY, message),
      failed: (message: Message) => show('error', 0, message),
      close,
    };
  }, [add, close]);
}
