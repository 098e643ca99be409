'use client';

import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './class-names.ts';

const POPUP =
  'max-h-(--available-height) min-w-48 max-w-80 overflow-y-auto rounded-card border border-border bg-surface p-1 text-sm text-text shadow-float outline-none';
const ROW =
  'flex min-h-8 cursor-pointer select-none items-center gap-2.5 rounded-control px-2.5 py-1.5 outline-none data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:text-muted pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';

/** A button that opens a list of actions. `trigger` is the button. */
export function Menu({
  trigger,
  align = 'start',
  children,
}: {
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50 outline-none">
          <Base.Popup className={POPUP}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Opens a list of actions on a right click or long press. Every action must be reachable in another way too. */
export function ContextMenu({ children, content }: { children: ReactElement; content: ReactNode }) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50 outline-none">
          <BaseContext.Popup className={POPUP}>{content}</BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

type ActionProps = {
  icon?: ReactNode;
  /** Why it cannot be used; it is then shown, disabled, with this line. */
  unavailable?: string | undefined;
  danger?: boolean;
  shortcut?: string | undefined;
  children: ReactNode;
};

function Row({ icon, unavailable, shortcut, children }: ActionProps) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {unavailable === undefined ? null : <span className="block text-xs text-muted">{unavailable}</span>}
      </span>
      {shortcut === undefined ? null : <span className="text-xs text-muted">{shortcut}</span>}
    </>
  );
}

/** An action of a menu. */
export function MenuAction({ onSelect, ...row }: ActionProps & { onSelect: () => void }) {
  return (
    <Base.Item
      disabled={row.unavailable !== undefined}
      onClick={onSelect}
      className={cn(ROW, row.danger && row.unavailable === undefined && 'text-danger')}
    >
      <Row {...row} />
    </Base.Item>
  );
}

/** A place that a menu leads to. */
export function MenuLink({
  href,
  download,
  target,
  ...row
}: ActionProps & { href: string; download?: boolean; target?: string }) {
  if (row.unavailable !== undefined) return <MenuAction {...row} onSelect={() => undefined} />;
  return (
    <Base.LinkItem href={href} {...(download ? { download: '' } : {})} target={target} className={ROW}>
      <Row {...row} />
    </Base.LinkItem>
  );
}

/** One of several choices of which one holds. */
export function MenuChoices<Value extends string>({
  label,
  value,
  onChange,
  choices,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: ReadonlyArray<{ value: Value; label: string; icon?: ReactNode }>;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-2 pb-1 text-xs text-muted">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className={ROW}>
            {choice.icon}
            <span className="flex-1">{choice.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-2 pb-1 text-xs text-muted">{children}</Base.GroupLabel>
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="mx-1 my-1 h-px bg-border" />;
}
