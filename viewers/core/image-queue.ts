/** Milliseconds until a picture that did not come is asked for once more. A server that is full says so only for a moment. */
const AGAIN_AFTER = 2000;

/** Gives image elements their addresses, a few at a time, in the order in which they were put in. */
export type ImageQueue = {
  /** Resolves with whether the picture came; never when the queue was stopped before. */
  add(image: HTMLImageElement, url: string): Promise<boolean>;
  /** Drops what waits. What is on its way arrives unheard. */
  stop(): void;
};

/** @param atOnce how many pictures may be on their way */
export function createImageQueue(atOnce = 6): ImageQueue {
  const waiting: Array<() => void> = [];
  let free = atOnce;
  let stopped = false;

  function next(): void {
    while (!stopped && free > 0) {
      const begin = waiting.shift();
      if (begin === undefined) return;
      free--;
      begin();
    }
  }

  function show(image: HTMLImageElement, url: string, tell: (came: boolean) => void): void {
    const settle = (came: boolean) => {
      image.removeEventListener('load', onLoad);
      image.removeEventListener('error', onError);
      if (!stopped) tell(came);
    };
    const onLoad = () => settle(true);
    const onError = () => settle(false);
    image.addEventListener('load', onLoad);
    image.addEventListener('error', onError);
    image.src = url;
  }

  return {
    add: (image, url) =>
      new Promise((resolve) => {
        const attempt = (isLast: boolean) => {
          waiting.push(() => {
            show(image, url, (came) => {
              free++;
              if (came || isLast) resolve(came);
              else setTimeout(attempt, AGAIN_AFTER, true);
              next();
            });
          });
          next();
        };
        attempt(false);
      }),
    stop() {
      stopped = true;
      waiting.length = 0;
    },
  };
}
