import type { OpenApiDocument, Operation } from '#lib/contracts/openapi.ts';
import { Contents, type Section } from '../ui/contents.tsx';
import { TOPICS } from './guide.tsx';
import { OperationEntry, ShapeEntry } from './operation-entry.tsx';

type Entry = { method: string; path: string; operation: Operation };

/** The whole reference: contents, what holds everywhere, operations by section, shapes. */
export function Reference({ document }: { document: OpenApiDocument }) {
  const { schemas: shared } = document.components;
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method, path, operation })),
  );
  const groups = document.tags.map(({ name }) => ({
    id: slug(name),
    title: name,
    entries: entries.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const shapes = Object.entries(shared).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const sections: Section[] = [
    { id: 'guide', title: 'In general', entries: TOPICS },
    ...groups.map(({ id, title, entries: own }) => ({
      id,
      title,
      entries: own.map(({ operation }) => ({ id: operation.operationId, title: operation.summary })),
    })),
    {
      id: 'shapes',
      title: 'Shapes',
      entries: shapes.map(([name]) => ({ id: `shape-${name}`, title: name })),
    },
  ];
  return (
    <div className="mx-auto w-full max-w-6xl px-4 sm:px-6 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-12">
      <Contents sections={sections} />
      <div className="min-w-0 py-10">
        <h1 className="text-2xl font-semibold tracking-tight">The API</h1>
        <p className="mt-3 max-w-3xl text-muted">
          Everything that this server does can be driven by HTTP. Programs written for QIS 4.1 go on working.
          The same description for machines:{' '}
          <a className="text-accent underline underline-offset-4" href="/api/v1/openapi.json">
            openapi.json
          </a>
          .
        </p>
        <Heading id="guide" title="In general" />
        {TOPICS.map(({ id, title, content }) => (
          <section key={id} aria-labelledby={id} className="border-t border-border py-6">
            <h3 id={id} className="text-base font-semibold">
              {title}
            </h3>
            <div className="mt-2 grid max-w-3xl grid-cols-1 gap-3">{content}</div>
          </section>
        ))}
        {groups.map((group) => (
          <div key={group.id}>
            <Heading id={group.id} title={group.title} />
            {group.entries.map((entry) => (
              <OperationEntry key={entry.operation.operationId} {...entry} shared={shared} />
            ))}
          </div>
        ))}
        <Heading id="shapes" title="Shapes" />
        {shapes.map(([name, schema]) => (
          <ShapeEntry key={name} name={name} schema={schema} shared={shared} />
        ))}
      </div>
    </div>
  );
}

function Heading({ id, title }: { id: string; title: string }) {
  return (
    <h2 id={id} className="mt-12 mb-4 text-2xl font-semibold tracking-tight">
      {title}
    </h2>
  );
}

/** Name of a section in addresses; operations keep their own names. */
function slug(title: string): string {
  return `section-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}
