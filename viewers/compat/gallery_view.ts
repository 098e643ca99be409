import { type ElementOrId, findElement } from './common/elements.ts';
import { createGallery, type Gallery } from './gallery/gallery.ts';
import { entryOf, launchGallery } from './gallery/launchers.ts';
import type { GalleryEvents, GalleryOptions } from './gallery/options.ts';

type Holder = HTMLElement & { _gallery?: Gallery };
type Options = Partial<GalleryOptions> | null;

/** The functions that pages call; all give false, so that they can end an `onclick`. */
Object.assign(window, {
  GalleryView: createGallery,
  gallery_view_init(container: ElementOrId, options?: Options, events?: GalleryEvents): false {
    const holder: Holder | null = findElement(container);
    if (holder === null) return false;
    holder._gallery?.destroy();
    holder._gallery = createGallery(holder, options, events);
    return false;
  },
  gallery_view_resize(container: ElementOrId): false {
    const holder: Holder | null = findElement(container);
    holder?._gallery?.resize();
    return false;
  },
  gallery_view_init_fullscreen(element: ElementOrId, options?: Options, events?: GalleryEvents): false {
    const launcher = findElement(element);
    if (launcher !== null) launchGallery(launcher, options ?? {}, events);
    return false;
  },
  gallery_view_init_all_fullscreen(className: string, options?: Options, events?: GalleryEvents): false {
    // Pages read from their own object what has been found.
    const shared = options ?? {};
    shared.images ??= [];
    for (const element of document.getElementsByClassName(className)) {
      if (!(element instanceof HTMLElement)) continue;
      const entry = entryOf(element);
      if (entry === undefined) continue;
      shared.images.push(entry);
      launchGallery(element, shared, events);
    }
    return false;
  },
});
