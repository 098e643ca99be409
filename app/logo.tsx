import { services } from '#lib/boot/services.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import { LogoPicture } from '../components/ui/logo-picture.tsx';
import { WordMark } from './word-mark.tsx';

/** The logo of the settings, asked for as the predecessor did (not counted in the statistics); else the name. */
export async function Logo({ className }: { className?: string }) {
  const { settings } = await services();
  const mark = <WordMark {...(className === undefined ? {} : { className })} />;
  if (settings.pages.logo === undefined) return mark;
  const src = pictureUrl('/image', settings.pages.logo, { height: 50, format: 'png', stats: false });
  return <LogoPicture src={src} fallback={mark} />;
}
