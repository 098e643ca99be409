import { z } from 'zod';
import { list, text } from './fields.ts';

/** What may be done with many images at once. */
export const changeFields = {
  action: z.enum(['move', 'delete', 'edit', 'tag', 'untag']),
  folder: text(1, 1024, { trim: true })
    .optional()
    .meta({ description: 'for move: where the images go; names stay' }),
  title: text(0, 255, { trim: true }).optional().meta({ description: 'for edit' }),
  description: text(0, 10_000, { trim: true }).optional().meta({ description: 'for edit' }),
  tags: list(text(1, 60, { trim: true }), 50)
    .optional()
    .meta({ description: 'for tag and untag' }),
};

export type ImageChange = z.output<z.ZodObject<typeof changeFields>>;
