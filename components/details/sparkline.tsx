import type { ImageUsage } from '#lib/contracts/image-details.ts';
import { formatCount } from '#lib/format/numbers.ts';

const WIDTH = 300;
const HEIGHT = 80;
const GAP = 2;

/** A bar for each day. The numbers stand in the table that can be had in its place. */
export function Sparkline({ days }: { days: ImageUsage['days'] }) {
  const served = days.map(({ views, downloads }) => views + downloads);
  const most = Math.max(...served);
  const step = WIDTH / days.length;
  const first = days[0]?.day ?? '';
  const last = days.at(-1)?.day ?? '';
  const total = served.reduce((sum, count) => sum + count, 0);
  return (
    <figure>
      <svg
        role="img"
        aria-label={`${formatCount(total)} served from ${first} to ${last}, ${formatCount(most)} on the busiest day`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full border-b border-control fill-accent"
      >
        {days.map(({ day }, i) => {
          const count = served[i] ?? 0;
          // What is not nothing can be seen.
          const height = count === 0 ? 0 : Math.max(1.5, (count / most) * HEIGHT);
          return (
            <rect key={day} x={i * step} y={HEIGHT - height} width={step - GAP} height={height}>
              <title>{`${day}: ${formatCount(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="mt-1 flex justify-between text-xs text-muted tabular-nums">
        <span>{first}</span>
        <span>most: {formatCount(most)}</span>
        <span>{last}</span>
      </figcaption>
    </figure>
  );
}
