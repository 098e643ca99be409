/** A PDF: pages of so many points with these drawing operators; the crop box leaves out 10 points on each side. */
export function drawing(pages: readonly string[], side = 120): string {
  const kids = pages.map((_, i) => `${3 + i * 2} 0 R`).join(' ');
  const objects = pages.flatMap((content, i) => [
    `${3 + i * 2} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 ${side} ${side}]/CropBox[10 10 ${side - 10} ${side - 10}]/Contents ${4 + i * 2} 0 R/Resources<<>>>> endobj`,
    `${4 + i * 2} 0 obj <</Length ${content.length}>> stream\n${content}\nendstream endobj`,
  ]);
  return [
    '%PDF-1.4',
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    `2 0 obj <</Type/Pages/Count ${pages.length}/Kids[${kids}]>> endobj`,
    ...objects,
    'trailer <</Root 1 0 R>>\n%%EOF',
  ].join('\n');
}
