/** Degrees of latitude from the middle of the map to its edges. */
const AROUND = 0.02;

const HEADERS = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' };

/** Site that draws the maps; pages below /details may frame it. */
export const MAP_SITE = 'https://www.openstreetmap.org';

function degrees(text: string | null, most: number): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Math.abs(value) <= most ? value : undefined;
}

/** A document that shows nothing but the map around a place; 400 for what is no place. */
export function mapPage(query: Pick<URLSearchParams, 'get'>): Response {
  const latitude = degrees(query.get('latitude'), 90);
  const longitude = degrees(query.get('longitude'), 180);
  if (latitude === undefined || longitude === undefined) {
    return new Response('latitude, longitude: expected degrees', { status: 400 });
  }
  const box = [longitude - AROUND * 2, latitude - AROUND, longitude + AROUND * 2, latitude + AROUND];
  const url = new URL('/export/embed.html', MAP_SITE);
  url.searchParams.set('bbox', box.map((value) => value.toFixed(6)).join(','));
  url.searchParams.set('layer', 'mapnik');
  url.searchParams.set('marker', `${latitude.toFixed(6)},${longitude.toFixed(6)}`);
  const frame = `<iframe title="Map by OpenStreetMap" src="${url.href.replaceAll('&', '&amp;')}" referrerpolicy="no-referrer" sandbox="allow-scripts allow-same-origin" style="position:fixed;inset:0;width:100%;height:100%;border:0"></iframe>`;
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Map</title><body style="margin:0">${frame}`,
    { headers: HEADERS },
  );
}
