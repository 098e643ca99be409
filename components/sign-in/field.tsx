/** A labelled box of a form on a page of its own. */
export function Field({
  name,
  label,
  hint,
  wrong = false,
  describedBy,
  first = false,
  ...box
}: {
  name: string;
  label: string;
  hint?: string;
  /** Whether what was typed before is the reason that the form is shown again. */
  wrong?: boolean;
  describedBy?: string;
  type?: 'text' | 'password';
  autoComplete: string;
  defaultValue?: string;
  minLength?: number;
  maxLength: number;
  /** Whether somebody who comes to the page can type into it at once. */
  first?: boolean;
}) {
  const hintId = hint === undefined ? undefined : `${name}-hint`;
  const described = [wrong ? describedBy : undefined, hintId].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={name} className="text-[13px] font-medium">
        {label}
      </label>
      <input
        id={name}
        name={name}
        required
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- there is nothing but the form to read on these pages
        autoFocus={first}
        aria-invalid={wrong || undefined}
        aria-describedby={described === '' ? undefined : described}
        autoCapitalize="none"
        spellCheck={false}
        className="h-11 rounded-control border border-control bg-canvas px-3 text-base text-text aria-invalid:border-danger"
        {...box}
      />
      {hint === undefined ? null : (
        <p id={hintId} className="text-[13px] text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Why a form is shown again. */
export function Complaint({ id, text }: { id: string; text: string }) {
  return (
    <p
      id={id}
      role="alert"
      className="flex gap-2.5 rounded-control border border-danger bg-canvas px-3 py-2.5"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="mt-0.5 size-4 shrink-0 text-danger"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      >
        <circle cx="8" cy="8" r="6.5" />
        <path d="M8 4.800v3.700M8 11.200v.01" />
      </svg>
      <span>
        <span className="sr-only">Error: </span>
        {text}
      </span>
    </p>
  );
}

/** The button that sends a form. */
export function SendButton({ children }: { children: string }) {
  return (
    <button
      type="submit"
      className="h-11 cursor-pointer rounded-control bg-accent px-5 font-medium text-on-accent hover:brightness-110"
    >
      {children}
    </button>
  );
}
