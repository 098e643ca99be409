import { redirect } from 'next/navigation';
import { detailsPage } from '../../../components/client/places.ts';

/** Title and description are edited on the page of the image itself; the address is the original's. */
export default async function EditPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const { src } = await searchParams;
  redirect(detailsPage(typeof src === 'string' ? src : ''));
}
