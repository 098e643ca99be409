import { z } from 'zod';
import { text } from '#lib/contracts/fields.ts';
import { property } from '#lib/contracts/resources.ts';
import { notFound } from '#lib/errors/error.ts';
import { updateProperty } from '#lib/templates/edit-property.ts';
import { findProperty, type StoredProperty } from '#lib/templates/store.ts';
import { endpoint, outcome } from '../door/endpoint.ts';

const tag = 'Properties';

/** Properties of the installation, such as the name of the default template. */
export const propertyEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/properties/{key}/',
    name: 'getProperty',
    summary: 'A property of the installation',
    tag,
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    versioned: true,
    answer: property,
    statuses: [404],
    async handle({ parts, params }) {
      const found = await findProperty(parts.db, String(params.key));
      if (!found) throw notFound(`there is no property ${params.key}`);
      return answer(found);
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/properties/{key}/',
    name: 'updateProperty',
    summary: 'Change an existing property',
    tag,
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    body: z.object({ value: text(0, 10_000) }),
    versioned: true,
    answer: property,
    statuses: [404, 409],
    async handle({ parts, actor, params, body, expectedVersion }) {
      const key = String(params.key);
      const changed = await updateProperty(
        parts.db,
        actor,
        key,
        body.value,
        expectedVersion(`property-${key}`),
      );
      await parts.announce();
      return answer(changed);
    },
  }),
];

function answer({ key, value, version }: StoredProperty) {
  return outcome({ data: { key, value }, etag: `property-${encodeURIComponent(key)}-${version}` });
}
