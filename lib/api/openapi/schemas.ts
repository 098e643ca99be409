import { z } from 'zod';
import { MEANT } from '#lib/contracts/fields.ts';
import type { Schema } from '#lib/contracts/openapi.ts';

const OWN = '#/$defs/';
const SHARED = '#/components/schemas/';

/** What survives beside what a field means: words and defaults are added to it where it is used. */
const NOTES = ['description', 'default', 'examples', 'deprecated'] as const;

/** JSON Schemas of many shapes at once, and those that they share by name (`.meta({ id })`). */
export type Shapes = { byName: Readonly<Record<string, Schema>>; shared: Readonly<Record<string, Schema>> };

/**
 * JSON Schemas of zod shapes, with references into components/schemas.
 * @param io `input` for what is read, `output` for what is answered
 * @param closed says that objects have no members but those declared. What is published leaves that out, so that a
 * client made from it goes on working when members are added; answers of tests are held to it.
 */
export function jsonSchemas(
  shapes: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
  closed = false,
): Shapes {
  const whole = z.toJSONSchema(z.object(shapes), {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const meaning = MEANT.get(zodSchema);
      if (meaning) replace(jsonSchema, meaning);
      // zod leaves out defaults of what it transforms; here they read the same before and after.
      const { def } = zodSchema._zod;
      if (def.type === 'default') jsonSchema.default = plain(def.defaultValue);
      if (!closed && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const moved = JSON.parse(JSON.stringify(whole).replaceAll(`"${OWN}`, `"${SHARED}`)) as Schema & {
    $defs?: Record<string, Schema & { id?: string }>;
  };
  const shared = Object.entries(moved.$defs ?? {}).map(([name, { id: _id, ...schema }]) => [name, schema]);
  return { byName: moved.properties ?? {}, shared: Object.fromEntries(shared) };
}

function replace(jsonSchema: z.core.JSONSchema.BaseSchema, meaning: z.core.JSONSchema.BaseSchema): void {
  const notes = NOTES.filter((name) => jsonSchema[name] !== undefined).map((name) => [
    name,
    jsonSchema[name],
  ]);
  for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  Object.assign(jsonSchema, meaning, Object.fromEntries(notes));
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** The schema behind references into components/schemas. */
export function resolve(schema: Schema, shared: Readonly<Record<string, Schema>>): Schema {
  if (schema.$ref === undefined) return schema;
  const found = shared[schema.$ref.slice(SHARED.length)];
  return found ? resolve(found, shared) : schema;
}
