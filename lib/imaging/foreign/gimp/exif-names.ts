import type { FieldKind } from '../tiff/exif-fields.ts';

type Directory = 'Image' | 'Photo' | 'GPSInfo';
type ExifName = { tag: number; kind: FieldKind; directory: Directory };

/** Tags that consist of text or numbers, by the names of Exiv2. Source: Exif 2.32, tables 4 to 8 and 15. */
const ROWS: ReadonlyArray<readonly [name: `${Directory}.${string}`, tag: number, kind: FieldKind]> = [
  ['Image.ImageDescription', 0x010e, 'text'],
  ['Image.Make', 0x010f, 'text'],
  ['Image.Model', 0x0110, 'text'],
  ['Image.Software', 0x0131, 'text'],
  ['Image.DateTime', 0x0132, 'text'],
  ['Image.Artist', 0x013b, 'text'],
  ['Image.Copyright', 0x8298, 'text'],
  ['Photo.ExposureTime', 0x829a, 'fraction'],
  ['Photo.FNumber', 0x829d, 'fraction'],
  ['Photo.ExposureProgram', 0x8822, 'short'],
  ['Photo.ISOSpeedRatings', 0x8827, 'short'],
  ['Photo.DateTimeOriginal', 0x9003, 'text'],
  ['Photo.DateTimeDigitized', 0x9004, 'text'],
  ['Photo.OffsetTime', 0x9010, 'text'],
  ['Photo.OffsetTimeOriginal', 0x9011, 'text'],
  ['Photo.OffsetTimeDigitized', 0x9012, 'text'],
  ['Photo.ShutterSpeedValue', 0x9201, 'signed fraction'],
  ['Photo.ApertureValue', 0x9202, 'fraction'],
  ['Photo.BrightnessValue', 0x9203, 'signed fraction'],
  ['Photo.ExposureBiasValue', 0x9204, 'signed fraction'],
  ['Photo.MaxApertureValue', 0x9205, 'fraction'],
  ['Photo.SubjectDistance', 0x9206, 'fraction'],
  ['Photo.MeteringMode', 0x9207, 'short'],
  ['Photo.LightSource', 0x9208, 'short'],
  ['Photo.Flash', 0x9209, 'short'],
  ['Photo.FocalLength', 0x920a, 'fraction'],
  ['Photo.SubSecTimeOriginal', 0x9291, 'text'],
  ['Photo.ColorSpace', 0xa001, 'short'],
  ['Photo.ExposureMode', 0xa402, 'short'],
  ['Photo.WhiteBalance', 0xa403, 'short'],
  ['Photo.DigitalZoomRatio', 0xa404, 'fraction'],
  ['Photo.FocalLengthIn35mmFilm', 0xa405, 'short'],
  ['Photo.SceneCaptureType', 0xa406, 'short'],
  ['Photo.CameraOwnerName', 0xa430, 'text'],
  ['Photo.BodySerialNumber', 0xa431, 'text'],
  ['Photo.LensSpecification', 0xa432, 'fraction'],
  ['Photo.LensMake', 0xa433, 'text'],
  ['Photo.LensModel', 0xa434, 'text'],
  ['GPSInfo.GPSVersionID', 0x0000, 'byte'],
  ['GPSInfo.GPSLatitudeRef', 0x0001, 'text'],
  ['GPSInfo.GPSLatitude', 0x0002, 'fraction'],
  ['GPSInfo.GPSLongitudeRef', 0x0003, 'text'],
  ['GPSInfo.GPSLongitude', 0x0004, 'fraction'],
  ['GPSInfo.GPSAltitudeRef', 0x0005, 'byte'],
  ['GPSInfo.GPSAltitude', 0x0006, 'fraction'],
  ['GPSInfo.GPSTimeStamp', 0x0007, 'fraction'],
  ['GPSInfo.GPSImgDirectionRef', 0x0010, 'text'],
  ['GPSInfo.GPSImgDirection', 0x0011, 'fraction'],
  ['GPSInfo.GPSDateStamp', 0x001d, 'text'],
];

/** By directory and name, such as `Photo.FNumber`. */
export const EXIF_NAMES: ReadonlyMap<string, ExifName> = new Map(
  ROWS.map(([name, tag, kind]) => [name, { tag, kind, directory: name.split('.')[0] as Directory }]),
);
