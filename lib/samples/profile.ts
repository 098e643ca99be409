import sharp from 'sharp';

const SIGNATURE = 'ICC_PROFILE\0';

/**
 * Puts the Display P3 profile into a JPEG whose numbers already are P3: the encoder's own way would take them for
 * sRGB and convert them. The APP2 segment is laid out as in annex B.4 of the ICC specification.
 */
export async function tagDisplayP3(jpeg: Buffer): Promise<Buffer> {
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const { icc } = await sharp(await dot.withIccProfile('p3').png().toBuffer()).metadata();
  if (!icc) throw new Error('The Display P3 profile is missing from this build of sharp.');
  const body = Buffer.concat([Buffer.from(SIGNATURE, 'latin1'), Buffer.from([1, 1]), icc]);
  const head = Buffer.from([0xff, 0xe2, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  const at = afterFirstSegments(jpeg);
  return Buffer.concat([jpeg.subarray(0, at), head, body, jpeg.subarray(at)]);
}

/** Behind JFIF and EXIF, which both ask to come first. */
function afterFirstSegments(jpeg: Buffer): number {
  let at = 2;
  while (jpeg[at] === 0xff && (jpeg[at + 1] === 0xe0 || jpeg[at + 1] === 0xe1))
    at += 2 + jpeg.readUInt16BE(at + 2);
  return at;
}
