import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { uploadChoices } from '#lib/api/uploads/upload-choices.ts';
import { services } from '#lib/boot/services.ts';
import { UploadPage } from '../../../components/upload/upload-page.tsx';

export const metadata: Metadata = { title: 'Upload' };

export default async function UploadRoute() {
  const person = await requirePerson();
  const { api } = await services();
  const { uploadedTemplate, maxContentLength } = api.settings.files;
  return (
    <UploadPage
      choices={await uploadChoices(api, person)}
      template={uploadedTemplate}
      maxBytes={maxContentLength}
    />
  );
}
