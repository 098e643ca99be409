/** The parameters a newcomer needs first: name, example, what it does. */
export const PARAMETERS = [
  ['src', 'photos/cat.jpg', 'The file, as a path inside the images folder.'],
  ['width, height', '640', 'Pixels. One keeps the shape; both make a box, padded unless told otherwise.'],
  ['autosizefit', '1', 'Fit into the box without padding.'],
  ['gravity', 'smart', 'Cut to fill the box: smart, or a compass point such as c, n or se.'],
  ['left, top, right, bottom', '0.25', 'Crop edges, as fractions of the picture.'],
  ['format', 'auto', 'jpg, png, webp, avif, gif, tiff, or auto for the best the browser accepts.'],
  ['quality', '80', '1 to 100.'],
  ['dpr', '2', 'Device pixels per pixel, 1 to 4.'],
  ['angle, flip', '90', 'Degrees clockwise; flip is h or v.'],
  ['fill', 'auto', 'Colour behind padding and corners: a name, hex, none, or auto to match the picture.'],
  ['sharpen', '50', '-500 to 500; below zero blurs.'],
  [
    'overlay, ovsize, ovpos, ovopacity',
    'logo.png',
    'A second picture on top, how large, where and how dense.',
  ],
  ['colorspace, icc', 'gray', 'rgb, gray or cmyk, or an installed colour profile.'],
  ['page', '2', 'Page of a TIFF.'],
  ['tile', '5:9', 'One tile of a square grid, counted row by row.'],
  ['attach', '1', 'Download instead of show.'],
] as const;
