import { pictureUrl } from '#lib/transform/picture-url.ts';
import type { Recipe } from './recipes.ts';

/** A picture's address with the part that makes the difference standing out. */
export function PictureAddress({ recipe }: { recipe: Pick<Recipe, 'src' | 'parameters'> }) {
  const whole = pictureUrl('/image', recipe.src, recipe.parameters);
  const base = pictureUrl('/image', recipe.src);
  const rest = whole
    .slice(base.length + 1)
    .split('&')
    .filter(Boolean);
  return (
    <code className="min-w-0 font-mono text-[12px] leading-5 [overflow-wrap:anywhere] text-muted">
      {base}
      {rest.map((part) => (
        <span key={part}>
          <wbr />
          &amp;<span className="text-accent">{part}</span>
        </span>
      ))}
    </code>
  );
}
