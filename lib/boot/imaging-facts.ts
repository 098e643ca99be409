import { loadTemplates } from '#lib/templates/store.ts';
import { isReadable, isWritable, knownExtensions } from '#lib/transform/formats.ts';
import type { ApiParts } from './services.ts';

/** How this server is set up, as far as pictures show it: what the imaging guide tells its readers. */
export async function imagingFacts({ db, settings, limits }: Pick<ApiParts, 'db' | 'settings' | 'limits'>) {
  const { templates, defaultName } = await loadTemplates(db);
  const standard = templates.find(({ name }) => name.toLowerCase() === defaultName.toLowerCase());
  const extensions = knownExtensions();
  return {
    defaultTemplate: { name: standard?.name ?? defaultName, values: valuesOf(standard?.template) },
    templates: templates.map(({ name, description }) => ({ name, description })),
    maxDimension: settings.imaging.maxDimension,
    publicWidth: settings.imaging.publicMaxWidth,
    publicHeight: settings.imaging.publicMaxHeight,
    readable: extensions.filter(isReadable),
    writable: extensions.filter(isWritable),
    profiles: [...limits.iccNames].sort(),
  };
}

/** Names and values of a template as stored: `{"quality": {"value": 80}}`. */
function valuesOf(template: unknown): Array<[string, string]> {
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, field]: [string, unknown]) => {
    const value: unknown =
      typeof field === 'object' && field !== null && 'value' in field ? field.value : undefined;
    if (typeof value === 'string') return value === '' ? [] : [[name, value]];
    return typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)]] : [];
  });
}
