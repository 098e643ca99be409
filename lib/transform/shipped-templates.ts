/** Templates that a new installation starts with, by name, in stored form. `Default` is the system default. */
export const SHIPPED_TEMPLATES: Readonly<Record<string, Readonly<Record<string, { value: unknown }>>>> = {
  Default: {
    quality: { value: 80 },
    strip: { value: true },
    colorspace: { value: 'rgb' },
    record_stats: { value: true },
    expiry_secs: { value: 604_800 },
  },
  SmallJpeg: {
    format: { value: 'jpg' },
    quality: { value: 80 },
    width: { value: 200 },
    height: { value: 200 },
    strip: { value: true },
    colorspace: { value: 'rgb' },
    record_stats: { value: true },
    expiry_secs: { value: 604_800 },
  },
  Precache: {
    width: { value: 800 },
    height: { value: 600 },
    size_fit: { value: true },
    record_stats: { value: false },
  },
};
