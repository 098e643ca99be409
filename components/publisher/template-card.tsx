'use client';

import Link from 'next/link';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { StepCard } from './step-card.tsx';
import type { ReadTemplate } from './use-templates.ts';

const DEFAULT = 'default-template';

/** Which template the recipe starts from. */
export function TemplateCard({
  templates,
  current,
  onChoose,
}: {
  templates: readonly ReadTemplate[];
  /** Lower-case name; undefined = the default one. */
  current: string | undefined;
  onChoose: (name: string | undefined) => void;
}) {
  const chosen = templates.find((each) =>
    current === undefined ? each.isDefault : each.name.toLowerCase() === current,
  );
  const standard = templates.find((each) => each.isDefault);
  return (
    <StepCard title="Template" keys={[]} summary={chosen?.name} startsOpen>
      <Field label="Based on" hint={chosen?.description || undefined}>
        <Select
          value={current ?? DEFAULT}
          onChange={(name) => onChoose(name === DEFAULT ? undefined : name)}
          choices={[
            { value: DEFAULT, label: `${standard?.name ?? 'Default'} (system default)` },
            ...templates
              .filter((each) => !each.isDefault || each.name.toLowerCase() === current)
              .map(({ name }) => ({ value: name.toLowerCase(), label: name })),
          ]}
        />
      </Field>
      {chosen ? (
        <Link
          prefetch={false}
          href={`/admin/templates/${chosen.id}/`}
          className="self-start text-[13px] text-accent underline underline-offset-4"
        >
          {`Look at ${chosen.name}`}
        </Link>
      ) : null}
    </StepCard>
  );
}
