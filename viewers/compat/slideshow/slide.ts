import { nameOf, type PictureEntry } from '../../core/picture-list.ts';
import { hide } from './motion.ts';

export type Slide = {
  entry: PictureEntry;
  frame: HTMLElement;
  image: HTMLImageElement;
  /** Undefined while it is on its way. */
  came: boolean | undefined;
};

/** A slide with no picture yet: a link where the entry has one. Pages style their own images, so nothing is left to inherit. */
export function makeSlide(entry: PictureEntry, background: string): Slide {
  const image = document.createElement('img');
  image.alt = nameOf(entry);
  image.draggable = false;
  Object.assign(image.style, {
    position: 'absolute',
    top: '0',
    right: '0',
    bottom: '0',
    left: '0',
    margin: 'auto',
    padding: '0',
    border: '0',
    width: 'auto',
    height: 'auto',
    minWidth: '0',
    minHeight: '0',
    maxWidth: '100%',
    maxHeight: '100%',
  });
  const frame = document.createElement(entry.url ? 'a' : 'div');
  if (entry.url) frame.setAttribute('href', entry.url);
  frame.draggable = false;
  Object.assign(frame.style, {
    display: 'block',
    position: 'absolute',
    top: '0',
    left: '0',
    width: '100%',
    height: '100%',
    margin: '0',
    padding: '0',
    border: '0',
    overflow: 'hidden',
    backgroundColor: background,
  });
  hide(frame);
  frame.append(image);
  return { entry, frame, image, came: undefined };
}
