import { cn } from './class-names.ts';

/** Keys as they stand on a keyboard, separated by blanks: `Ctrl K`. */
export function Kbd({ keys, inverse = false }: { keys: string; inverse?: boolean }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className={cn(
            'inline-flex h-5 min-w-5 items-center justify-center rounded border px-1 font-sans text-xs',
            inverse ? 'border-muted' : 'border-border bg-canvas text-muted',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
