import { z } from 'zod';
import { json as jsonField, text } from '#lib/contracts/fields.ts';
import { template as templateShape } from '#lib/contracts/resources.ts';
import { notFound } from '#lib/errors/error.ts';
import { createTemplate, deleteTemplate, updateTemplate } from '#lib/templates/edit-template.ts';
import { findTemplate, loadTemplates, type StoredTemplate } from '#lib/templates/store.ts';
import { templateToStore } from '#lib/transform/template.ts';
import { endpoint, outcome } from '../door/endpoint.ts';

const nameField = text(1, 120, { trim: true });
const descriptionField = text(0, 5120);
const templateField = jsonField(2, 102_400).meta({
  description: 'the values of a picture: `{"width": {"value": 800}, ...}`; as text in a form',
});

const tag = 'Templates';

/** Templates of picture values. */
export const templateEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/templates/',
    name: 'listTemplates',
    summary: 'All templates, by name',
    tag,
    access: 'signed-in',
    scope: 'read',
    internal: true,
    answer: z.array(templateShape),
    async handle({ parts }) {
      const { templates } = await loadTemplates(parts.db);
      return templates.map(resource);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/templates/',
    name: 'createTemplate',
    summary: 'Create a template',
    tag,
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    body: z.object({ name: nameField, description: descriptionField, template: templateField }),
    versioned: true,
    answer: templateShape,
    statuses: [409],
    async handle({ parts, actor, body }) {
      const fields = { ...body, template: templateToStore(body.template, parts.limits) };
      const created = await createTemplate(parts.db, actor, fields);
      await parts.announce();
      return answer(created);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/templates/{id}/',
    name: 'getTemplate',
    summary: 'A template',
    tag,
    access: 'signed-in',
    scope: 'read',
    internal: true,
    versioned: true,
    answer: templateShape,
    statuses: [404],
    async handle({ parts, params }) {
      const found = await findTemplate(parts.db, params.id);
      if (!found) throw notFound(`there is no template ${params.id}`);
      return answer(found);
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/templates/{id}/',
    name: 'updateTemplate',
    summary: 'Change a template',
    tag,
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    body: z.object({
      name: nameField.optional(),
      description: descriptionField.optional(),
      template: templateField.optional(),
    }),
    formRequired: ['name', 'description', 'template'],
    versioned: true,
    answer: templateShape,
    statuses: [404, 409],
    async handle({ parts, actor, params, body, expectedVersion }) {
      const { id } = params;
      const { template: json, ...texts } = body;
      const fields = {
        ...(texts.name === undefined ? {} : { name: texts.name }),
        ...(texts.description === undefined ? {} : { description: texts.description }),
        ...(json === undefined ? {} : { template: templateToStore(json, parts.limits) }),
      };
      const changed = await updateTemplate(parts.db, actor, id, fields, expectedVersion(`template-${id}`));
      await parts.announce();
      return answer(changed);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/templates/{id}/',
    name: 'deleteTemplate',
    summary: 'Delete a template; the default one cannot be',
    tag,
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle({ parts, actor, params }) {
      await deleteTemplate(parts.db, actor, params.id);
      await parts.announce();
      return null;
    },
  }),
];

function resource({ id, name, description, template }: StoredTemplate) {
  return { id, name, description, template };
}

function answer(stored: StoredTemplate) {
  return outcome({ data: resource(stored), etag: `template-${stored.id}-${stored.version}` });
}
