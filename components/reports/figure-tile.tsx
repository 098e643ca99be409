import { TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';

/** A figure with its name, how it has changed, and its course as a thin line. */
export function FigureTile({
  name,
  value,
  change,
  course = [],
  children,
}: {
  name: string;
  value: string;
  /** In words, such as `10 % more`. */
  change?: string | undefined;
  course?: ReadonlyArray<number | null>;
  children?: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col rounded-card border border-border bg-surface p-4">
      <dt className="text-[13px] text-muted">{name}</dt>
      <dd className="mt-1 text-xl font-semibold tabular-nums">{value}</dd>
      <dd className="mt-1 flex min-h-5 items-center gap-1 text-[13px] text-muted [&_svg]:size-3.5">
        {change === undefined ? null : (
          <>
            {change.endsWith('more') ? <TrendingUp aria-hidden="true" /> : null}
            {change.endsWith('less') ? <TrendingDown aria-hidden="true" /> : null}
            {change}
          </>
        )}
        {children}
      </dd>
      {course.length < 2 ? null : (
        <dd aria-hidden="true" className="mt-2">
          <Course values={course} />
        </dd>
      )}
    </div>
  );
}

const WIDTH = 100;
const HEIGHT = 24;

function Course({ values }: { values: ReadonlyArray<number | null> }) {
  const most = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const step = WIDTH / (values.length - 1);
  const points = values.map(
    (value, at) => `${at * step},${HEIGHT - 1 - ((value ?? 0) / most) * (HEIGHT - 2)}`,
  );
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-6 w-full">
      <polyline
        points={points.join(' ')}
        fill="none"
        className="stroke-accent"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
