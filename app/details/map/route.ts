import { mapPage } from '#lib/api/map-page.ts';

/** A map in a frame of its own: only this document may show OpenStreetMap. */
export function GET(request: Request): Response {
  return mapPage(new URL(request.url).searchParams);
}
