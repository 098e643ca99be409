'use client';

import { CircleAlert, History } from 'lucide-react';
import { formatDateTime } from '#lib/format/dates.ts';
import type { Refusal } from '../client/refusal.ts';
import { useTimeZone } from '../client/use-time-zone.ts';
import { Button } from './button.tsx';

/**
 * What went wrong with a form as a whole. When somebody else has changed the thing meanwhile it says who and when, and
 * offers what they have saved.
 */
export function FormNotice({
  refusal,
  onReload,
}: {
  refusal: Refusal | undefined;
  /** Reads the thing anew; what was typed is lost. */
  onReload: () => void;
}) {
  const zone = useTimeZone();
  if (!refusal) return null;
  const Icon = refusal.conflict ? History : CircleAlert;
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-control border border-danger p-3 text-[13px]"
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        {refusal.conflict ? (
          <>
            <p className="font-medium">Not saved: this was changed meanwhile</p>
            <p className="mt-0.5 text-muted">
              {readable(refusal.text, zone)} Load what is saved now, and make your change again.
            </p>
            <Button size="small" className="mt-2" onClick={onReload}>
              Load what is saved now
            </Button>
          </>
        ) : (
          <p>{refusal.text}</p>
        )}
      </div>
    </div>
  );
}

/** A moment as the server writes it becomes one in the reader's time zone. */
function readable(text: string, zone: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, (moment) => formatDateTime(moment, zone));
}
