import { redirect } from 'next/navigation';

/** The predecessor's page of results; they stay on the page of uploads here. */
export default function UploadComplete() {
  redirect('/upload/');
}
