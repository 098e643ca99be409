import { pictureUrl } from '#lib/transform/picture-url.ts';
import { CopyLink } from './copy-link.tsx';
import { PictureAddress } from './picture-address.tsx';
import type { Recipe } from './recipes.ts';
import { SamplePicture } from './sample-picture.tsx';

export function RecipeCard({ recipe }: { recipe: Recipe }) {
  const { title, note, src, parameters } = recipe;
  return (
    <li className="flex min-w-0 flex-col overflow-hidden rounded-card border border-border bg-surface">
      <div className={`relative aspect-[4/3] ${parameters.fill === 'none' ? 'checker' : 'bg-stage'}`}>
        <SamplePicture recipe={recipe} className="absolute inset-0 h-full w-full object-contain" />
      </div>
      <div className="flex grow flex-col gap-3 p-4">
        <div>
          <h3 className="text-base font-semibold">{title}</h3>
          <p className="mt-0.5 text-[14px] text-muted">{note}</p>
        </div>
        <div className="mt-auto flex items-end justify-between gap-3 border-t border-border pt-3">
          <PictureAddress recipe={recipe} />
          <CopyLink path={pictureUrl('/image', src, parameters)} label={`the address of ${title}`} />
        </div>
      </div>
    </li>
  );
}
