import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { arrangeRoutes } from '../door/routes.ts';
import { ENDPOINTS } from '../endpoints/all.ts';
import { openApiDocument } from '../openapi/document.ts';

/** What a response is checked by. */
type Heard = { status: number; headers: Headers; text: string };

/** Answers to what no operation is there for. */
const WITHOUT_OPERATION: ReadonlySet<number> = new Set([308, 404, 405]);
/** Below /api, but answered by pages. */
const PAGES = /^\/api\/(auth|help)(\/|$)/;
const JSON_TYPE = 'application/json';
const PREFIX = /^\/api(\/v1)?(?=\/)/;

/**
 * Checks answers of the API against its own description: the status is declared for the operation, the body has the
 * declared shape and no member besides, an ETag comes where one is promised and nowhere else. Throws with what is wrong.
 */
export function createResponseCheck(): (method: string, url: string, heard: Heard) => void {
  const document = openApiDocument(ENDPOINTS, { closed: true });
  const routes = arrangeRoutes(ENDPOINTS);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'api', ...document });
  const compiled = new Map<string, ValidateFunction>();

  function validatorOf(path: string, method: string, status: number): ValidateFunction {
    const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status)]
      .concat('content', JSON_TYPE, 'schema')
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    let validate = compiled.get(pointer);
    if (!validate) {
      validate = ajv.compile({ $ref: `api#/${pointer}` });
      compiled.set(pointer, validate);
    }
    return validate;
  }

  return (method, url, heard) => {
    const [path = ''] = url.split('?');
    if (!PREFIX.test(path) || PAGES.test(path) || method === 'OPTIONS') return;
    const what = `${method} ${path} answered ${heard.status}`;
    const body = readJson(heard, what);
    // The switch for old upload forms tells its status in the text only.
    const isDisguised = heard.headers.get('content-type')?.startsWith('text/plain') === true;
    const status = isDisguised && isEnvelope(body) ? body.status : heard.status;
    const match = routes.match(method, path.replace(PREFIX, ''));
    if (match.kind !== 'found') {
      if (!WITHOUT_OPERATION.has(status)) throw new Error(`${what}, where no operation is`);
      if (method !== 'HEAD' && !isEnvelope(body))
        throw new Error(`${what} without an envelope: ${heard.text}`);
      return;
    }
    const { endpoint } = match;
    const response =
      document.paths[endpoint.path]?.[endpoint.method.toLowerCase()]?.responses[String(status)];
    if (!response) {
      throw new Error(`${what}, which ${endpoint.name} does not declare: ${heard.text.slice(0, 500)}`);
    }
    const tagged = heard.headers.has('etag');
    const promised = response.headers?.ETag !== undefined;
    if (tagged !== promised) {
      throw new Error(
        `${what} ${tagged ? 'with' : 'without'} an ETag; \`versioned\` of ${endpoint.name} says otherwise`,
      );
    }
    if (method === 'HEAD' || !response.content || heard.text === '') return;
    const type = isDisguised ? JSON_TYPE : (heard.headers.get('content-type') ?? '').split(';')[0];
    if (response.content[type ?? ''] === undefined) throw new Error(`${what} as ${type}`);
    if (type !== JSON_TYPE) return;
    const validate = validatorOf(endpoint.path, endpoint.method, status);
    if (validate(body)) return;
    const problems = validate.errors?.map(
      (each) => `${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`,
    );
    throw new Error(
      `${what} in another shape than described: ${problems?.join('; ')}\n${heard.text.slice(0, 1000)}`,
    );
  };
}

function readJson({ text, headers }: Heard, what: string): unknown {
  const type = headers.get('content-type') ?? '';
  if (text === '' || !/json|^text\/plain/.test(type)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${what} with broken JSON: ${text.slice(0, 500)}`);
  }
}

function isEnvelope(body: unknown): body is { data: unknown; message: string; status: number } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'data' in body &&
    'message' in body &&
    'status' in body &&
    typeof body.status === 'number'
  );
}
