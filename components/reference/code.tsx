/** Text to copy. It breaks where the screen ends, so that nothing has to be scrolled. */
export function Code({ children, label }: { children: string; label?: string }) {
  return (
    <figure className="mt-2">
      {label !== undefined && <figcaption className="sr-only">{label}</figcaption>}
      <pre className="rounded-control border border-border bg-surface px-3 py-2.5 font-mono text-[13px] wrap-anywhere whitespace-pre-wrap">
        <code>{children}</code>
      </pre>
    </figure>
  );
}
