'use client';

import type { Flag } from '../client/viewer.tsx';
import { useViewer } from '../client/viewer.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { FLAG_WORDS, impliedFlags } from './flag-words.ts';
import { whyNotChangeFlag } from './group-rights.ts';

/** The system permissions of a group, each with what it lets people do and what it brings with it. */
export function GroupFlags({
  set,
  before,
  onChange,
}: {
  set: ReadonlySet<Flag>;
  /** As they are saved. */
  before: ReadonlySet<Flag>;
  onChange: (set: ReadonlySet<Flag>) => void;
}) {
  const viewer = useViewer();
  const implied = impliedFlags(set);
  const toggle = (flag: Flag, on: boolean) => {
    const next = new Set(set);
    if (on) next.add(flag);
    else next.delete(flag);
    onChange(next);
  };
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">Permissions</legend>
      <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {FLAG_WORDS.map(({ flag, name, grants, implies }) => {
          const missing = whyNotChangeFlag(flag, before.has(flag), viewer.flags);
          return (
            <li key={flag} className="py-1">
              <Checkbox
                className="items-start [&>:first-child]:mt-0.5"
                checked={set.has(flag)}
                disabled={missing !== undefined}
                onChange={(on) => toggle(flag, on)}
              >
                <span className="font-medium">{name}</span>{' '}
                {implied.has(flag) && !set.has(flag) ? (
                  <span className="ml-1 text-xs text-muted">included</span>
                ) : null}
                <span className="block text-[13px] text-muted">
                  {grants} {implies}
                </span>
                {missing === undefined ? null : (
                  <span className="block text-[13px] text-muted">{missing}.</span>
                )}
              </Checkbox>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
