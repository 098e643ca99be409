import { create } from '../element/create.ts';
import { fill, type Labels } from '../element/labels.ts';
import { altOf, nameOf, type Picture } from '../source/picture.ts';

/** Milliseconds until a picture that did not come is asked for once more. */
const AGAIN_AFTER = 2000;

/** One picture of a slideshow with its place in it. */
export type Slide = {
  readonly index: number;
  readonly element: HTMLElement;
  readonly url: string;
  /** Resolves with whether the picture came. */
  readonly ready: Promise<boolean>;
};

/** @param count pictures of the list so far */
export function createSlide(
  picture: Picture,
  index: number,
  count: number,
  url: string,
  labels: Labels,
): Slide {
  const image = create('img', { part: 'image', alt: altOf(picture), decoding: 'async', draggable: 'false' });
  const inner = picture.link ? create('a', { href: picture.link, draggable: 'false' }, [image]) : image;
  const element = create('div', { part: 'slide', class: 'slide', role: 'group' }, [inner]);
  element.setAttribute('aria-roledescription', labels.slide);
  const values = { index: index + 1, count, title: nameOf(picture) };
  element.setAttribute('aria-label', fill(labels.positionTitle, values));
  if (picture.title || picture.description) {
    const caption = create('div', { part: 'caption', class: 'caption' });
    if (picture.title) caption.append(create('strong', {}, [picture.title]));
    if (picture.description) caption.append(create('span', {}, [picture.description]));
    element.append(caption);
  }
  return { index, element, url, ready: load(image, url) };
}

async function load(image: HTMLImageElement, url: string): Promise<boolean> {
  const attempt = () => {
    image.src = url;
    return image.decode().then(
      () => true,
      () => false,
    );
  };
  if (await attempt()) return true;
  await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
  image.removeAttribute('src');
  return attempt();
}
