import { Time } from '../ui/time.tsx';

/** Says where the records begin, when that is later than what is asked about. */
export function CountedSince({ since, from }: { since: string | null; from: string }) {
  if (since !== null && Date.parse(since) <= Date.parse(from)) return null;
  return (
    <p className="mb-4 rounded-card border border-border bg-surface px-4 py-2.5 text-[13px] text-muted">
      {since === null ? (
        'Nothing has been counted yet. Counts appear half a minute after the first request.'
      ) : (
        <>
          Counted since <Time value={since} />. What was before is not known.
        </>
      )}
    </p>
  );
}
