import type { ApiParts } from '#lib/boot/services.ts';
import { type Api, createApi } from './door/door.ts';
import { ENDPOINTS } from './endpoints/all.ts';
import { answerUpload, isUpload } from './uploads/tus.ts';

/** The API as it is served: the operations of the table, and resumable uploads beside them. */
export function createServedApi(parts: ApiParts): Api {
  const api = createApi(parts, ENDPOINTS);
  return {
    ...api,
    answer: (request) => (isUpload(request) ? answerUpload(request, api, parts) : api.answer(request)),
  };
}
