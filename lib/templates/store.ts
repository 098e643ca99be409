import type { Database } from '#lib/db/client.ts';
import { isInternalProperty } from '#lib/db/internal-properties.ts';

/** Property that names the default template (contract of the original). */
const DEFAULT_PROPERTY = 'pubimage_default_template';

/** A template as stored. */
export type StoredTemplate = {
  id: number;
  name: string;
  description: string;
  template: unknown;
  version: number;
};

/** All templates and the name of the default one, which may not exist. */
export async function loadTemplates(
  db: Database,
): Promise<{ templates: StoredTemplate[]; defaultName: string }> {
  const [templates, property] = await Promise.all([
    db.imageTemplate.findMany({ orderBy: { name: 'asc' } }),
    db.property.findUnique({ where: { key: DEFAULT_PROPERTY } }),
  ]);
  return { templates, defaultName: property?.value ?? 'default' };
}

/** Creates a template, or replaces what one of that name holds, without regard to case. */
export async function saveTemplate(db: Database, name: string, template: object): Promise<void> {
  await db.$executeRaw`
    INSERT INTO imagetemplates (name, description, template)
    VALUES (${name}, '', ${JSON.stringify(template)}::jsonb)
    ON CONFLICT (lower(name)) DO UPDATE
    SET template = excluded.template, version = imagetemplates.version + 1`;
}

/** Adds the templates that are not there yet, and the default's name if none is set. */
export async function seedTemplates(
  db: Database,
  shipped: ReadonlyArray<{ name: string; description: string; template: object }>,
  defaultName: string,
): Promise<void> {
  for (const { name, description, template } of shipped) {
    await db.$executeRaw`
      INSERT INTO imagetemplates (name, description, template)
      VALUES (${name}, ${description}, ${JSON.stringify(template)}::jsonb)
      ON CONFLICT (lower(name)) DO NOTHING`;
  }
  await db.property.createMany({ data: { key: DEFAULT_PROPERTY, value: defaultName }, skipDuplicates: true });
}

/** Makes a template the default one. */
export async function saveDefaultName(db: TemplateTables, name: string): Promise<void> {
  await db.property.upsert({
    where: { key: DEFAULT_PROPERTY },
    create: { key: DEFAULT_PROPERTY, value: name },
    update: { value: name, version: { increment: 1 } },
  });
}

/** A template by its id. */
export async function findTemplate(db: TemplateTables, id: number): Promise<StoredTemplate | undefined> {
  return (await db.imageTemplate.findUnique({ where: { id } })) ?? undefined;
}

/** The database, or a transaction on it. */
export type TemplateTables = Pick<Database, 'imageTemplate' | 'property' | 'auditEntry' | '$queryRaw'>;

/** What a template is made of. */
export type TemplateFields = { name: string; description: string; template: object };

/** Inserts a template; undefined when the name is taken, without regard to case. */
export async function insertTemplate(
  db: TemplateTables,
  { name, description, template }: TemplateFields,
): Promise<StoredTemplate | undefined> {
  const rows = await db.$queryRaw<StoredTemplate[]>`
    INSERT INTO imagetemplates (name, description, template)
    VALUES (${name}, ${description}, ${JSON.stringify(template)}::jsonb)
    ON CONFLICT (lower(name)) DO NOTHING
    RETURNING id, name, description, template, version`;
  return rows[0];
}

/** Whether another template has this name, without regard to case. */
export async function isNameTaken(db: TemplateTables, name: string, except: number): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM imagetemplates WHERE lower(name) = lower(${name}) AND id <> ${except}`;
  return rows.length > 0;
}

/** Changes a template of a certain version; undefined when it is not of that version any more. */
export async function changeTemplate(
  db: TemplateTables,
  id: number,
  version: number,
  fields: Partial<TemplateFields>,
): Promise<StoredTemplate | undefined> {
  const { template, ...texts } = fields;
  const { count } = await db.imageTemplate.updateMany({
    where: { id, version },
    data: {
      ...texts,
      ...(template === undefined ? {} : { template: template }),
      version: { increment: 1 },
    },
  });
  return count === 0 ? undefined : findTemplate(db, id);
}

/** Removes a template. */
export async function removeTemplate(db: TemplateTables, id: number): Promise<void> {
  await db.imageTemplate.deleteMany({ where: { id } });
}

/** Name of the default template as stored. */
export async function defaultTemplateName(db: TemplateTables): Promise<string> {
  const property = await db.property.findUnique({ where: { key: DEFAULT_PROPERTY } });
  return property?.value ?? 'default';
}

/** Whether a property names the default template. */
export function namesDefaultTemplate(key: string): boolean {
  return key === DEFAULT_PROPERTY;
}

/** A property of the installation. */
export type StoredProperty = { key: string; value: string | null; version: number };

/** A property by its key; notes of the server's own count as absent. */
export async function findProperty(db: TemplateTables, key: string): Promise<StoredProperty | undefined> {
  if (isInternalProperty(key) || key.includes('\0')) return undefined;
  return (await db.property.findUnique({ where: { key } })) ?? undefined;
}

/** Changes a property of a certain version; false when it is not of that version any more. */
export async function changeProperty(
  db: TemplateTables,
  key: string,
  version: number,
  value: string,
): Promise<boolean> {
  const { count } = await db.property.updateMany({
    where: { key, version },
    data: { value, version: { increment: 1 } },
  });
  return count > 0;
}
