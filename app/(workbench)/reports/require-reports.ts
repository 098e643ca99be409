import { forbidden } from 'next/navigation';
import { requirePerson } from '#lib/api/sign-in/person.ts';

/** The person who looks at a report; others than those who may see reports are shown the page forbidden.tsx. */
export async function requireReports() {
  const person = await requirePerson();
  if (!person.principal.flags.has('reports')) forbidden();
  return person;
}
