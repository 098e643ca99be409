import { ownAddress } from '#lib/api/sign-in/own-address.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { ViewerGuide } from '../../components/help/viewer-guide.tsx';
import type { ViewerName } from '../../components/help/viewer-guides.ts';

/** The page of a viewer, for the address of its demo and that of its guide. */
export async function viewerPage(viewer: ViewerName) {
  await requirePerson();
  return <ViewerGuide viewer={viewer} server={await ownAddress()} />;
}
