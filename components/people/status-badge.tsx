import { CircleCheck, CircleSlash } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';

/** Whether an account may be used. */
export function StatusBadge({ status }: { status: number }) {
  return status === 1 ? (
    <Badge tone="success">
      <CircleCheck aria-hidden="true" />
      Active
    </Badge>
  ) : (
    <Badge>
      <CircleSlash aria-hidden="true" />
      Disabled
    </Badge>
  );
}
