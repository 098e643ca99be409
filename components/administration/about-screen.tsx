import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';

/** What the server tells of itself. */
export type AboutFacts = {
  version: string;
  node: string;
  libraries: Record<string, string>;
  formats: ReadonlyArray<{
    name: string;
    extensions: readonly string[];
    canRead: boolean;
    canWrite: boolean;
    alpha: boolean;
    multiPage: boolean;
  }>;
  profiles: ReadonlyArray<{ name: string; family: string }>;
  templates: readonly string[];
  defaultTemplate: string;
};

const FAMILIES: Readonly<Record<string, string>> = {
  rgb: 'RGB',
  cmyk: 'CMYK',
  gray: 'Grey',
  lab: 'Effects',
};

/** What this is, what it can read and write, and what it is made of. */
export function AboutScreen({ about, packages }: { about: AboutFacts; packages: number }) {
  return (
    <Page
      title="About Emulsion"
      intro="An image server with a repository of its own: it keeps your originals and makes every size, cut, format and colour of them on request."
    >
      <Section title="This server">
        <Facts
          facts={[
            ['Version', about.version],
            ['Licence', 'MIT'],
            ['Node.js', about.node],
            ['Default template', about.defaultTemplate],
            ['Templates', about.templates.join(', ')],
          ]}
        />
      </Section>
      <Section
        title="Formats"
        intro="What cannot be read is kept and served as it is, but no pictures are made of it."
      >
        <Table label="Formats">
          <thead>
            <tr>
              <HeadCell>Format</HeadCell>
              <HeadCell>Extensions</HeadCell>
              <HeadCell>Read</HeadCell>
              <HeadCell>Written</HeadCell>
              <HeadCell>Transparency</HeadCell>
              <HeadCell>Pages or frames</HeadCell>
            </tr>
          </thead>
          <tbody>
            {about.formats.map((format) => (
              <Row key={format.name}>
                <Cell className="whitespace-nowrap">{format.name}</Cell>
                <Cell className="font-mono text-[13px] text-muted">{format.extensions.join(' ')}</Cell>
                <Ability has={format.canRead} />
                <Ability has={format.canWrite} />
                <Ability has={format.alpha} />
                <Ability has={format.multiPage} />
              </Row>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="Colour profiles" intro="Names that icc= takes in the address of a picture.">
        <Facts facts={familiesOf(about.profiles)} />
      </Section>
      <Section title="Imaging libraries">
        <ul className="flex flex-wrap gap-2">
          {Object.entries(about.libraries).map(([name, version]) => (
            <li key={name}>
              <Badge>
                {name} {version}
              </Badge>
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title="Licences"
        intro={`Emulsion is free software under the MIT licence. It is made with ${packages} packages of others.`}
        actions={<LinkButton href="/about/licences/">All licences</LinkButton>}
      >
        <p className="text-[13px] text-muted">
          Pictures are made by libvips (LGPL), the pages are set in Inter (SIL Open Font Licence), and records
          are kept by PostgreSQL (PostgreSQL Licence).
        </p>
      </Section>
    </Page>
  );
}

function Ability({ has }: { has: boolean }) {
  return (
    <Cell>
      {has ? (
        <Check aria-hidden="true" className="size-4 text-success" />
      ) : (
        <Minus aria-hidden="true" className="size-4 text-muted" />
      )}
      <span className="sr-only">{has ? 'yes' : 'no'}</span>
    </Cell>
  );
}

function Facts({ facts }: { facts: ReadonlyArray<readonly [name: string, value: ReactNode]> }) {
  return (
    <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-2">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function familiesOf(profiles: AboutFacts['profiles']): Array<readonly [string, string]> {
  return [...Map.groupBy(profiles, ({ family }) => family)].map(([family, members]) => [
    FAMILIES[family] ?? family,
    members.map(({ name }) => name).join(', '),
  ]);
}
