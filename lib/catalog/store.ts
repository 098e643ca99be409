export { ACTION, STATUS } from './store/codes.ts';
export { ensureFolder } from './store/folders.ts';
export { findImage } from './store/image-files.ts';
