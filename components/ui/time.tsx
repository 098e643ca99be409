'use client';

import { formatAgo, formatDate, formatDateTime } from '#lib/format/dates.ts';
import { useNow } from '../client/use-now.ts';
import { useTimeZone } from '../client/use-time-zone.ts';

/** A moment in the reader's time zone; `ago` says how long it is past and shows the moment on hover. */
export function Time({
  value,
  form = 'time',
}: {
  value: Date | string | number;
  form?: 'time' | 'date' | 'ago';
}) {
  const zone = useTimeZone();
  const now = useNow();
  const exact = formatDateTime(value, zone);
  const shown =
    form === 'ago' && now !== undefined
      ? formatAgo(value, now)
      : form === 'date'
        ? formatDate(value, zone)
        : exact;
  return (
    <time
      dateTime={new Date(value).toISOString()}
      title={`${exact} (${zone})`}
      className="whitespace-nowrap tabular-nums"
    >
      {shown}
    </time>
  );
}
