import { Skeleton } from '../ui/states.tsx';

/** Grey rows in the place of a list that is still loading. */
export function RowSkeletons({ count = 6, className = 'h-14' }: { count?: number; className?: string }) {
  return (
    <div className="flex flex-col gap-2" role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} className={className} />
      ))}
    </div>
  );
}
