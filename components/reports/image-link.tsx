import Link from 'next/link';
import { detailsPage, folderOf, nameOf, thumbnailUrl } from '../client/places.ts';

/** An image with its picture; leads to its page. */
export function ImageLink({ src, version }: { src: string; version: string }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <span className="checker flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-thumb">
        <img
          src={thumbnailUrl(src, 200, version)}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-scale-down"
        />
      </span>
      <span className="min-w-0">
        <Link
          prefetch={false}
          href={detailsPage(src)}
          className="block truncate text-accent hover:underline"
          title={src}
        >
          {nameOf(src)}
        </Link>
        <span className="block truncate text-xs text-muted">{folderOf(src)}</span>
      </span>
    </span>
  );
}
