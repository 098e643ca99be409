import { nameOf } from '../client/places.ts';

/** The folders from the top down to one, each a button that opens it in place. */
export function FolderTrail({ path, onOpen }: { path: string; onOpen: (path: string) => void }) {
  const names = path.split('/').filter(Boolean);
  const steps = ['/', ...names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)];
  return (
    <nav aria-label="Folder" className="mb-3 flex flex-wrap items-center gap-1 text-[13px]">
      {steps.map((step, index) => (
        <span key={step} className="flex items-center gap-1">
          {index > 0 ? (
            <span aria-hidden="true" className="text-muted">
              /
            </span>
          ) : null}
          <button
            type="button"
            aria-current={step === path ? 'page' : undefined}
            onClick={() => onOpen(step)}
            className="cursor-pointer rounded-control px-1 py-0.5 text-accent hover:underline aria-[current=page]:text-text pointer-coarse:min-h-11"
          >
            {index === 0 ? 'All folders' : nameOf(step)}
          </button>
        </span>
      ))}
    </nav>
  );
}
