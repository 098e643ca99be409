import type { PictureParameters } from '#lib/transform/picture-url.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { ExamplePicture } from './example-picture.tsx';

type Task = {
  title: string;
  text: string;
  link?: { href: string; text: string };
  example?: { src: string; parameters: PictureParameters; alt: string };
};

const TASKS: readonly Task[] = [
  {
    title: 'Find a picture',
    text: 'The library shows folders as they are on the disk. Search goes through names, folders, titles, descriptions and tags; filters narrow it by size, kind and date. Ctrl K leads from anywhere to an image, a folder or a page.',
    link: { href: '/list/', text: 'Open the library' },
  },
  {
    title: 'Bring pictures in',
    text: 'Drop files or whole folders anywhere on the library. They are checked, put into the folder that is open, and can be used at once. Replacing a file keeps its address: pages show the new one within seconds.',
    link: { href: '/upload/', text: 'Upload' },
  },
  {
    title: 'Ask for the size you need',
    text: 'You keep one original. Its address says how wide and high the picture shall be; the server makes it, remembers it and sends it as small as the browser allows.',
    example: {
      src: 'samples/mountains.jpg',
      parameters: { width: 480, format: 'auto' },
      alt: 'the mountains, 480 pixels wide',
    },
  },
  {
    title: 'Cut it to a shape',
    text: 'Give both sides and let the server find what draws the eye, choose the focal point yourself on the page of the image, or draw the cut with the mouse when you publish.',
    example: {
      src: 'samples/coast.jpg',
      parameters: { width: 320, height: 320, gravity: 'smart' },
      alt: 'the coast, cut to a square',
    },
  },
  {
    title: 'Put it on a page',
    text: 'Publish writes what goes into your page: an address, an image tag with several sizes, a rule for a style sheet. Templates hold the settings of your house under a name, so that a hundred pages follow one change.',
    example: {
      src: 'samples/still-life.jpg',
      parameters: { width: 480, overlay: 'samples/watermark.png', ovsize: 0.4, ovpos: 'se' },
      alt: 'a still life with a watermark',
    },
  },
  {
    title: 'Keep it in order',
    text: 'Select many pictures at once to move, tag, describe, download or delete them. What is deleted waits in the trash. The page of an image tells who changed what, and where it is used.',
    link: { href: '/admin/trash/', text: 'Look into the trash' },
  },
  {
    title: 'Decide who sees what',
    text: 'People belong to groups, and groups have rights on folders: to view, download, edit, upload, delete. A folder without rights of its own has those of the folder above. What you may not do is shown with the right that is missing.',
    link: { href: '/account/', text: 'Your account' },
  },
];

/** What editors do here, task by task. */
export function Introduction({ hasSamples }: { hasSamples: boolean }) {
  return (
    <Page
      title="Introduction"
      intro="Emulsion keeps your originals and makes every size, cut, format and colour of them on request."
    >
      <ol className="divide-y divide-border">
        {TASKS.map(({ title, text, link, example }, index) => (
          <li key={title} className="grid gap-x-8 gap-y-4 py-6 first:pt-0 md:grid-cols-[minmax(0,1fr)_20rem]">
            <div>
              <h2 className="text-base font-semibold">
                <span className="mr-2 text-muted tabular-nums">{index + 1}</span>
                {title}
              </h2>
              <p className="mt-1.5 max-w-xl text-muted">{text}</p>
              {link === undefined ? null : (
                <LinkButton size="small" className="mt-3" href={link.href}>
                  {link.text}
                </LinkButton>
              )}
            </div>
            {example !== undefined && hasSamples ? <ExamplePicture {...example} /> : null}
          </li>
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap gap-2 border-t border-border pt-6">
        <LinkButton href="/help/">Imaging guide</LinkButton>
        <LinkButton href="/canvasview/">Viewers for your pages</LinkButton>
        <LinkButton href="/api/help/">API reference</LinkButton>
      </div>
    </Page>
  );
}
