import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { ENDPOINTS } from '#lib/api/endpoints/all.ts';
import { openApiDocument } from '#lib/api/openapi/document.ts';
import { Reference } from './reference.tsx';

let html: string;

beforeAll(() => {
  html = renderToStaticMarkup(<Reference document={openApiDocument(ENDPOINTS)} />);
});

test('every operation has its entry', () => {
  for (const { name } of ENDPOINTS) expect(html).toContain(`<h3 id="${name}"`);
});

test('ids are told apart and every link within the page leads somewhere', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length - new Set(ids).size).toBe(0);
  const links = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(ENDPOINTS.length);
  for (const link of links) expect(ids).toContain(link);
});

test('carries no inline style or script, which its policy would refuse', () => {
  expect(html).not.toMatch(/ style=|<script|<style| on[a-z]+=/);
});

test('says nothing of what JavaScript makes of missing values', () => {
  expect(html).not.toMatch(/undefined|\[object|NaN/);
});
