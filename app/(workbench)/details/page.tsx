import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { oembedAlternates } from '#lib/api/oembed/discovery.ts';
import { pageViewer } from '#lib/api/page-viewer.ts';
import { lookUp } from '#lib/api/resources/image-details.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { DetailsScreen } from '../../../components/details/details-screen.tsx';
import { FileScreen } from '../../../components/details/file-screen.tsx';
import { LockedFolder, MissingImage } from '../../../components/details/missing-image.tsx';
import { ImageChart } from '../../../components/reports/series-screen.tsx';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? '';

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const src = one((await searchParams).src);
  const { links } = await pageViewer();
  return {
    title: src.slice(src.lastIndexOf('/') + 1) || 'Image',
    alternates: { types: oembedAlternates(links, '/details/', [['src', src]]) },
  };
}

export default async function DetailsPage({ searchParams }: Props) {
  const { flags } = (await requirePerson()).principal;
  const { src, from } = await searchParams;
  if (one(src) === '') notFound();
  const viewer = await pageViewer();
  const place = await lookUp(viewer, one(src));
  if (place.kind === 'forbidden') return <LockedFolder folder={place.folder} />;
  if (place.kind === 'missing') return <MissingImage src={place.src} />;
  if (place.kind === 'file') return <FileScreen file={place.file} />;
  const { imaging, files } = viewer.parts.settings;
  return (
    <DetailsScreen
      key={place.image.id}
      image={place.image}
      from={one(from)}
      limits={{
        maxTiles: imaging.maxGridTiles,
        maxDimension: imaging.maxDimension,
        maxPixels: imaging.maxOutputPixels,
      }}
      keepsTrash={files.trashKeepDays > 0}
      chart={flags.has('reports') ? <ImageChart id={place.image.id} /> : undefined}
    />
  );
}
