import type { Schema } from '#lib/contracts/openapi.ts';

const SHARED = '#/components/schemas/';

/** Named shapes of a description. */
export type Shared = Readonly<Record<string, Schema>>;

/** Part of a sentence; with `shape` it names a shape that is described elsewhere. */
export type Word = { text: string; shape?: string };

/** Name of the shape that a reference leads to; undefined when it is none. */
export function shapeName({ $ref }: Schema): string | undefined {
  return $ref?.startsWith(SHARED) ? $ref.slice(SHARED.length) : undefined;
}

/** The schema behind a reference. */
export function follow(schema: Schema, shared: Shared): Schema {
  const name = shapeName(schema);
  return (name === undefined ? undefined : shared[name]) ?? schema;
}

/** What values of a schema are, in words. */
export function wordsFor(schema: Schema): Word[] {
  const name = shapeName(schema);
  if (name !== undefined) return [{ text: name, shape: name }];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return joined(choices.map(wordsFor), ' or ');
  if (schema.const !== undefined) return [{ text: JSON.stringify(schema.const) }];
  if (schema.enum) return [{ text: `one of ${schema.enum.map(String).join(', ')}` }];
  const types = typeof schema.type === 'string' ? [schema.type] : [...(schema.type ?? [])];
  if (types.length === 0) return [{ text: 'any JSON' }];
  return joined(
    types.map((type) => wordsForType(type, schema)),
    ' or ',
  );
}

function wordsForType(type: string, schema: Schema): Word[] {
  switch (type) {
    case 'array': {
      const most = schema.maxItems === undefined ? '' : ` at most ${schema.maxItems}`;
      return [{ text: `list of${most} ` }, ...wordsFor(schema.items ?? {})];
    }
    case 'boolean':
      return [{ text: 'true or false' }];
    case 'integer':
    case 'number':
      return [{ text: `${type === 'integer' ? 'whole number' : 'number'}${range(schema)}` }];
    case 'string':
      return [{ text: textWords(schema) }];
    case 'object':
      return mapWords(schema) ?? [{ text: 'object' }];
    default:
      return [{ text: type }];
  }
}

/** An object whose names are not known beforehand; undefined for others. */
function mapWords({ properties, additionalProperties: values }: Schema): Word[] | undefined {
  if (properties || typeof values !== 'object' || Object.keys(values).length === 0) return undefined;
  return [{ text: 'object, by name ' }, ...wordsFor(values)];
}

function range({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) {
    // The largest id that there can be tells nobody anything.
    return maximum === 2_147_483_647 ? ` from ${minimum}` : ` from ${minimum} to ${maximum}`;
  }
  if (minimum !== undefined) return ` from ${minimum}`;
  return maximum === undefined ? '' : ` up to ${maximum}`;
}

function textWords({ format, minLength, maxLength, contentMediaType }: Schema): string {
  if (contentMediaType !== undefined) return 'file';
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'time';
  if (maxLength === undefined) return 'text';
  return minLength === undefined
    ? `text of at most ${maxLength} characters`
    : `text of ${minLength} to ${maxLength} characters`;
}

function joined(lists: readonly Word[][], between: string): Word[] {
  return lists.flatMap((words, index) => (index === 0 ? words : [{ text: between }, ...words]));
}
