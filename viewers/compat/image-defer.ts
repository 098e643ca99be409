import { type Deferral, makeDeferral } from './defer/deferral.ts';

declare global {
  // oxlint-disable-next-line no-var
  var ImageDefer: Deferral | { options?: unknown } | undefined;
}

/** Pages may have put options into it before, also by `let` or `const`, which is no member of the window. */
const given = typeof ImageDefer === 'object' && ImageDefer !== null ? ImageDefer : {};
if (!('init' in given)) {
  const deferral = makeDeferral(given);
  window.ImageDefer = deferral;
  whenParsed(deferral.init);
}

/** Scripts of the page that come later may still change options, so this waits for the whole page. */
function whenParsed(start: () => void): void {
  if (document.readyState === 'complete') {
    start();
    return;
  }
  const once = () => {
    document.removeEventListener('DOMContentLoaded', once);
    window.removeEventListener('load', once);
    start();
  };
  document.addEventListener('DOMContentLoaded', once);
  window.addEventListener('load', once);
}
