import type { ReactNode } from 'react';
import type { Schema } from '#lib/contracts/openapi.ts';
import { wordsFor } from './shape-words.ts';

/** One value that is sent or answered. */
export type Field = {
  name: string;
  schema: Schema;
  required?: boolean;
  description?: string;
  place?: string;
};

/** Fields of an object schema. */
export function fieldsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    required: required.includes(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
  }));
}

/** Values with their types and rules. `tellRequired` marks those that must be there. */
export function Fields({ fields, tellRequired }: { fields: readonly Field[]; tellRequired?: boolean }) {
  return (
    <dl className="mt-2 grid grid-cols-1">
      {fields.map(({ name, schema, required, description, place }) => (
        <div
          key={`${place ?? ''}${name}`}
          className="grid grid-cols-1 gap-x-4 border-t border-border py-2 sm:grid-cols-[13rem_minmax(0,1fr)]"
        >
          <dt className="font-mono text-[13px] font-semibold wrap-anywhere">
            {name}
            {tellRequired && required && <span className="font-sans font-normal text-muted"> required</span>}
          </dt>
          <dd className="min-w-0 text-[14px] wrap-anywhere">
            <TypeWords schema={schema} />
            {place !== undefined && <span className="text-muted"> in the {place}</span>}
            {schema.default !== undefined && (
              <span className="text-muted"> (otherwise {JSON.stringify(schema.default)})</span>
            )}
            {description !== undefined && <span className="block text-muted">{description}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What values of a schema are; named shapes lead to their description. */
export function TypeWords({ schema }: { schema: Schema }): ReactNode {
  return wordsFor(schema).map(({ text, shape }, index) =>
    shape === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: words of a sentence have no other name and never move
      <span key={index}>{text}</span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: words of a sentence have no other name and never move
      <a key={index} href={`#shape-${shape}`} className="text-accent underline underline-offset-4">
        {text}
      </a>
    ),
  );
}
