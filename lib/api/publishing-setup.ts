import type { ApiParts } from '#lib/boot/services.ts';
import type { PublishingSetup } from '#lib/contracts/publishing.ts';
import { loadTemplates } from '#lib/templates/store.ts';
import { linksFor } from './door/links.ts';

/** A sample that is drawn at the first start. */
const SAMPLE = 'samples/coast.jpg';

/** What the publisher and the template pages need to know of the server. */
export async function publishingSetup(
  { db, settings, limits, profileSpaces, storage }: ApiParts,
  request: Parameters<typeof linksFor>[0],
): Promise<PublishingSetup> {
  const [{ templates, defaultName }, sample] = await Promise.all([
    loadTemplates(db),
    storage.stat(SAMPLE).catch(() => undefined),
  ]);
  return {
    server: linksFor(request, settings.web).to(''),
    templates: templates.map(({ id, name, description, template }) => ({
      id,
      name,
      description,
      template: template as Record<string, unknown>,
    })),
    defaultTemplate: defaultName.toLowerCase(),
    profiles: [...profileSpaces].map(([name, space]) => ({ name, space })),
    maxDimension: limits.maxDimension,
    publicLimits: {
      maxWidth: settings.imaging.publicMaxWidth,
      maxHeight: settings.imaging.publicMaxHeight,
    },
    sample: sample === undefined ? undefined : SAMPLE,
  };
}
