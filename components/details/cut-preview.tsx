import type { FocusPoint, ImageDetails } from '#lib/contracts/image-details.ts';
import { fillWindow } from '#lib/transform/fill-window.ts';
import type { Size } from '#lib/transform/values.ts';
import { thumbnailUrl } from '../client/places.ts';

/** Height of a preview, pixels. */
const HEIGHT = 96;

/** What is left of a picture that is cut to a shape around a point, by the rule of the server. */
export function CutPreview({
  name,
  shape,
  image,
  point,
}: {
  name: string;
  shape: Size;
  image: Pick<ImageDetails, 'src' | 'width' | 'height' | 'file_version'>;
  point: FocusPoint;
}) {
  const { width, height } = image;
  const page = { left: 0, top: 0, right: width, bottom: height };
  const cut = fillWindow(page, { width, height }, shape, point);
  const across = cut.right - cut.left;
  const down = cut.bottom - cut.top;
  return (
    <figure className="flex flex-col gap-1">
      <div
        style={{ height: HEIGHT, width: (HEIGHT * shape.width) / shape.height }}
        className="relative overflow-hidden rounded-thumb bg-stage"
      >
        <img
          src={thumbnailUrl(image.src, 800, image.file_version)}
          alt={`Cut to ${name}`}
          style={{
            width: `${(width / across) * 100}%`,
            height: `${(height / down) * 100}%`,
            left: `${(-cut.left / across) * 100}%`,
            top: `${(-cut.top / down) * 100}%`,
          }}
          className="absolute max-w-none"
        />
      </div>
      <figcaption className="text-xs text-muted">{name}</figcaption>
    </figure>
  );
}
