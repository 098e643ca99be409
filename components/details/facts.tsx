import type { ReactNode } from 'react';

/** Names with values, one to a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-border">{children}</dl>;
}

export function Fact({
  name,
  action,
  children,
}: {
  name: string;
  /** A small button at the end of the line. */
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid min-h-10 grid-cols-[7rem_1fr] gap-3 py-1">
      <dt className="py-1.5 text-[13px] text-muted">{name}</dt>
      <dd className="flex min-w-0 items-start gap-2">
        <span className="min-w-0 flex-1 py-1 break-words">{children}</span>
        {action}
      </dd>
    </div>
  );
}
