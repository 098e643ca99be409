import { answerPicture } from '#lib/api/picture-route.ts';

export const dynamic = 'force-dynamic';

const handle = (request: Request) => answerPicture('original', request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
