/** Status of images and folders (contract of the original's tables). */
export const STATUS = { deleted: 0, active: 1 } as const;

/** Actions of the image history (contract of the original's tables). */
export const ACTION = { deleted: 0, created: 1, replaced: 2, edited: 3, moved: 4 } as const;
