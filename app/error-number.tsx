/** What went wrong, as far as it may be told: the number under which the cause is in the log of the server. */
export function ErrorNumber({ error }: { error: unknown }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  if (digest === undefined) {
    return <p>Something went wrong in this page. Try again; if that does not help, reload it.</p>;
  }
  return (
    <p>
      The server met a problem and has written it to its log under{' '}
      <code className="font-mono text-text">{digest}</code>.
    </p>
  );
}
