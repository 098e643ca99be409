import type { Database } from '#lib/db/client.ts';

/** Property that names the default template (contract of the original). */
const DEFAULT_PROPERTY = 'pubimage_default_template';

/** A template as stored. */
export type StoredTemplate = { id: number; name: string; description: string; template: unknown };

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
    ON CONFLICT (lower(name)) DO UPDATE SET template = excluded.template`;
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
export async function saveDefaultName(db: Database, name: string): Promise<void> {
  await db.property.upsert({
    where: { key: DEFAULT_PROPERTY },
    create: { key: DEFAULT_PROPERTY, value: name },
    update: { value: name },
  });
}
