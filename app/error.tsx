'use client';

/** Shown when a page fails. Says nothing of the cause, which is in the log under the number. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-16">
      <h1 className="text-2xl font-semibold">This page could not be shown</h1>
      <p className="text-muted">
        The server met a problem and has written it to its log
        {error.digest ? (
          <>
            {' '}
            under <code className="font-mono text-text">{error.digest}</code>
          </>
        ) : null}
        .
      </p>
      <p>
        <button
          type="button"
          onClick={reset}
          className="h-11 cursor-pointer rounded-control bg-accent px-5 font-medium text-on-accent"
        >
          Try again
        </button>
      </p>
    </main>
  );
}
