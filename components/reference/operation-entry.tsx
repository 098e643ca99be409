import type { Operation, ResponseShape, Schema } from '#lib/contracts/openapi.ts';
import { Code } from './code.tsx';
import { curlFor, exampleOf } from './example.ts';
import { type Field, Fields, fieldsOf, TypeWords } from './fields.tsx';
import { follow, type Shared, shapeName } from './shape-words.ts';

const FORM = 'application/x-www-form-urlencoded';

/** One operation: what it does, who may call it, what goes in and what comes out. */
export function OperationEntry({
  method,
  path,
  operation,
  shared,
}: {
  method: string;
  path: string;
  operation: Operation;
  shared: Shared;
}) {
  const { operationId, summary, description, responses } = operation;
  const parameters = operation.parameters.map(
    (each): Field => ({
      ...each,
      place: each.in === 'query' ? 'query' : each.in === 'path' ? 'path' : 'header',
    }),
  );
  const content = operation.requestBody?.content ?? {};
  const body = content['multipart/form-data']?.schema ?? content[FORM]?.schema;
  const data = dataOf(responses);
  return (
    <section aria-labelledby={operationId} className="border-t border-border py-8">
      <h3 id={operationId} className="text-base font-semibold">
        {summary}
      </h3>
      <p className="mt-2 font-mono text-[14px] wrap-anywhere">
        <span className={`font-semibold ${method === 'delete' ? 'text-danger' : 'text-accent'}`}>
          {method.toUpperCase()}
        </span>{' '}
        {path}
      </p>
      <p className="mt-2 text-[14px] text-muted">{accessWords(operation)}</p>
      {description !== undefined && <p className="mt-2 max-w-3xl">{description}</p>}

      {parameters.length > 0 && <Heading>Parameters</Heading>}
      {parameters.length > 0 && <Fields fields={parameters} tellRequired />}

      {body && (
        <Heading>{content[FORM] ? 'Fields, as a form or JSON' : 'Fields, as multipart/form-data'}</Heading>
      )}
      {body && <Fields fields={fieldsOf(body)} tellRequired />}
      {body && differs(content) && (
        <p className="mt-2 text-[14px] text-muted">
          A form must carry the required fields, and gives the others the value in parentheses when they are
          missing. JSON may leave out whatever stays as it is.
        </p>
      )}

      <Heading>Answer</Heading>
      {data ? (
        <>
          <p className="mt-1 text-[14px]">
            <code className="font-mono">data</code>: <TypeWords schema={data} />
          </p>
          {shapeName(data) === undefined && data.properties && <Fields fields={fieldsOf(data)} />}
          <Code label={`Example of what ${operationId} answers`}>
            {JSON.stringify(exampleOf(data, shared), null, 2)}
          </Code>
        </>
      ) : (
        <p className="mt-1 text-[14px]">{pageWords(responses)}</p>
      )}

      <Heading>Statuses</Heading>
      <ul className="mt-1 grid grid-cols-1 text-[14px]">
        {Object.entries(responses).map(([status, response]) => (
          <li key={status}>
            <span className="font-mono tabular-nums">{status}</span>{' '}
            <span className="text-muted">{response.description}</span>
          </li>
        ))}
      </ul>

      <Heading>With curl</Heading>
      <Code label={`Calling ${operationId} with curl`}>{curlFor(method, path, operation, shared)}</Code>
    </section>
  );
}

function Heading({ children }: { children: string }) {
  return <h4 className="mt-5 text-[14px] font-semibold">{children}</h4>;
}

/** Who may call an operation. */
function accessWords(operation: Operation): string {
  const { 'x-access': access, 'x-rights': rights, 'x-scope': scope } = operation;
  const more = rights === undefined ? '' : ` ${rights}.`;
  if (access === 'anyone') return `Open to anyone.${more}`;
  const flags = typeof access === 'string' ? [access] : access;
  const who =
    access === 'signed-in'
      ? 'For people who are signed in.'
      : `For people with the permission ${flags.join(' and ')}.`;
  return `${who}${more} A personal token needs the scope ${scope}.`;
}

function dataOf(responses: Operation['responses']): Schema | undefined {
  const good = responses['200'] ?? responses['202'];
  return good?.content?.['application/json']?.schema.properties?.data;
}

function pageWords(responses: Readonly<Record<string, ResponseShape>>): string {
  const types = Object.keys(responses['200']?.content ?? {});
  return `Not in the envelope: ${types.join(', ') || 'a redirect'}.`;
}

function differs(content: NonNullable<Operation['requestBody']>['content']): boolean {
  const json = content['application/json']?.schema.required ?? [];
  return (content[FORM]?.schema.required ?? []).length > json.length;
}

/** One named shape. */
export function ShapeEntry({ name, schema, shared }: { name: string; schema: Schema; shared: Shared }) {
  return (
    <section aria-labelledby={`shape-${name}`} className="border-t border-border py-6">
      <h3 id={`shape-${name}`} className="font-mono text-base font-semibold">
        {name}
      </h3>
      <Fields fields={fieldsOf(follow(schema, shared))} />
    </section>
  );
}
