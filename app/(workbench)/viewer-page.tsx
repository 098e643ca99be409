import { picturesBeside } from '#lib/api/demo-pictures.ts';
import { ownAddress } from '#lib/api/sign-in/own-address.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { ViewerGuide } from '../../components/help/viewer-guide.tsx';
import type { ViewerName } from '../../components/help/viewer-guides.ts';

export type ViewerPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const SAMPLE = 'samples/coast.jpg';

/**
 * The page of a viewer, for the address of its demo and that of its guide. It works with the picture of `src` and those
 * beside it, else with the samples, else with the picture of the playground: the first of them that the person may see.
 */
export async function viewerPage(viewer: ViewerName, { searchParams }: ViewerPageProps) {
  const { principal } = await requirePerson();
  const { src } = await searchParams;
  const { settings } = await services();
  const chosen = Array.isArray(src) ? src[0] : src;
  let pictures: string[] = [];
  for (const candidate of [chosen, SAMPLE, settings.pages.demo]) {
    if (pictures.length === 0 && candidate) pictures = await picturesBeside(candidate, principal);
  }
  return (
    <ViewerGuide
      key={pictures[0]}
      viewer={viewer}
      server={await ownAddress()}
      pictures={pictures}
      standard={SAMPLE}
    />
  );
}
