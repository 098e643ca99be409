import type { Actor } from '#lib/audit/audit.ts';
import type { ApiParts } from '#lib/boot/services.ts';
import { forbidden, refused, STATUS, unauthenticated } from '#lib/errors/error.ts';
import type { Caller } from '#lib/identity/identity.ts';
import { PUBLIC } from '#lib/identity/principal.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Body, discardFiles, NO_BODY, readBody, readPairs } from './body.ts';
import { CrossSiteError, refuseCrossSite } from './cross-site.ts';
import { type Endpoint, toOutcome } from './endpoint.ts';
import { FailureWithData, failureData, RouteError, toKnown } from './failures.ts';
import { requireInternal } from './internal.ts';
import { createKeptAnswers, keyOf } from './kept-answers.ts';
import { linksFor } from './links.ts';
import { envelope, errorMessage } from './messages.ts';
import { completed, finish, moved, type Reply, replyTo } from './replies.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';
import { arrangeRoutes } from './routes.ts';
import { expectedVersion, readFields, readValues } from './values.ts';

const PREFIX = /^\/api(\/v1)?(?=\/)/;

export type Api = {
  /** Answers a request to the API. Never rejects. */
  answer(request: ApiRequest): Promise<ApiAnswer>;
  /**
   * The answer to a GET or HEAD that this caller was given before and may be given again without looking at anything
   * anew; undefined otherwise. Synchronous.
   */
  recall(request: Omit<ApiRequest, 'body' | 'signal'>): ApiAnswer | undefined;
  /** To be called once something was changed by another way than an operation of the table. */
  changed(): void;
};

/**
 * The one door of the API. In this order: route, port and HTTPS, caller, body, cross-site check, rights, values, handler
 * (contract of the original: 401, then 403, then 400, then what the handler finds).
 */
export function createApi(parts: ApiParts, endpoints: readonly Endpoint[]): Api {
  const routes = arrangeRoutes(endpoints);
  const kept = createKeptAnswers(parts.epoch);

  async function handle(request: ApiRequest, state: { textAnswer: boolean }): Promise<Reply> {
    const path = request.path.replace(PREFIX, '');
    const match = routes.match(request.method, path);
    if (request.method === 'OPTIONS' && match.kind !== 'unknown') {
      const allow = match.kind === 'found' ? ['OPTIONS'] : match.allow;
      return { status: 200, headers: ['Allow', allow.join(', ')], body: '' };
    }
    if (match.kind === 'slash-missing') return moved(request);
    if (match.kind === 'unknown') {
      throw new RouteError('Not Found', 'there is nothing at this address', STATUS.not_found);
    }
    if (match.kind === 'wrong-method') {
      throw new RouteError(
        'Method Not Allowed',
        `expected one of ${match.allow.join(', ')}`,
        STATUS.method_not_allowed,
        ['Allow', match.allow.join(', ')],
      );
    }
    const { endpoint } = match;
    if (endpoint.internal) requireInternal(request, parts.settings.web);
    // Before the caller's rights are read: what was worked out with old ones is never kept under a new epoch.
    const stamp = kept.stamp();
    const caller = forScope(await identify(request), endpoint);
    const key = endpoint.access === 'anyone' ? keyOf(request, caller.principal.userId) : undefined;
    const again = key === undefined ? undefined : await kept.renew(key);
    if (again) return { ...again, complete: true };
    // Files are not even read for those who may not upload at all.
    if (endpoint.files) {
      requireAccess(endpoint, caller);
      await parts.refresh();
      if (parts.permissions.highest(caller.principal) < LEVEL.upload) {
        throw new FailureWithData(forbidden('no folder to upload to'), {});
      }
    }
    const body = endpoint.method === 'GET' ? NO_BODY : await readBody(request, uploadTarget(endpoint));
    state.textAnswer = body.fields.api_json_as_text === 'true';
    try {
      if (!endpoint.csrfExempt) {
        refuseCrossSite(request, caller, body.fields, parts.identity, parts.settings.web);
      }
      requireAccess(endpoint, caller);
      const found = await run(endpoint, match.params, request, caller, body).finally(() => {
        if (endpoint.method !== 'GET' && endpoint.scope !== 'read') changed();
      });
      if (key !== undefined && found.keep) {
        kept.remember(key, { answer: completed(found, false), keep: found.keep, stamp });
      }
      return found;
    } finally {
      await discardFiles(body.files);
    }
  }

  /** Whoever changes something, even if only a part of it, sees it in the next answer. */
  function changed(): void {
    parts.listings.touch();
    kept.clear();
  }

  function identify(request: Pick<ApiRequest, 'header' | 'address'>): Caller | Promise<Caller> {
    return parts.identity.identify({
      authorization: request.header('authorization'),
      cookie: request.header('cookie'),
      address: request.address,
    });
  }

  function uploadTarget(endpoint: Endpoint) {
    if (!endpoint.files) return undefined;
    return { storage: parts.storage, maxBytes: parts.settings.files.maxContentLength };
  }

  async function run(
    endpoint: Endpoint,
    params: Record<string, string | number>,
    request: ApiRequest,
    caller: Caller,
    body: Body,
  ): Promise<Reply> {
    // Links are copied out of HTML now and then (contract of the original).
    const query = readPairs(request.query.replaceAll('&amp;', '&'));
    await parts.refresh();
    const call = {
      parts,
      request,
      caller,
      actor: actorOf(request, caller),
      params: { id: 0, ...params },
      blankFiles: body.blankFiles,
      files: body.files,
      links: linksFor(request, parts.settings.web),
      expectedVersion: (name: string) => expectedVersion(request.header('if-match'), name),
      requireLevel(folder: string, level: number) {
        if (parts.permissions.level(caller.principal, folder) >= level) return;
        throw forbidden(`level ${level} needed on ${folder}`);
      },
    };
    await endpoint.guard?.(call);
    const values = { query: readValues(endpoint.query, query), body: readFields(endpoint, body) };
    const outcome = toOutcome(await endpoint.handle({ ...call, ...values }));
    return replyTo(request, outcome);
  }

  return {
    async answer(request) {
      const start = performance.now();
      const state = { textAnswer: false };
      let found: Reply;
      try {
        found = await handle(request, state);
      } catch (error) {
        found = refusalOf(error, request, parts);
      }
      return finish(completed(found, state.textAnswer), request, start);
    },

    recall(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
      const caller = identify(request);
      if (caller instanceof Promise) {
        // The long way asks again, and tells of failures.
        caller.catch(() => undefined);
        return undefined;
      }
      const key = keyOf(request, forScope(caller, { access: 'anyone', scope: 'read' }).principal.userId);
      if (key === undefined) return undefined;
      const start = performance.now();
      const found = kept.recall(key);
      return found && finish(found, request, start);
    },

    changed,
  };
}

/** What somebody is answered whose request failed. What is unexpected goes to the log. */
export function refusalOf(
  thrown: unknown,
  request: ApiRequest,
  parts: Pick<ApiParts, 'log' | 'redact'>,
): Reply {
  if (thrown instanceof RouteError) {
    const { lead, status, headers, message } = thrown;
    return { status, headers, body: envelope(null, `${lead} (${message})`, status) };
  }
  const error = toKnown(thrown);
  const entry = {
    method: request.method,
    path: request.path,
    address: request.address,
    requestId: request.id,
  };
  if (error.code === 'internal') parts.log.error({ ...entry, err: thrown }, 'an API request failed');
  else if ([400, 403, 503].includes(error.status))
    parts.log.warn({ ...entry, status: error.status }, error.message);
  const headers = error.retryAfter === undefined ? [] : ['Retry-After', String(error.retryAfter)];
  const lead = error instanceof CrossSiteError ? 'Bad Request' : undefined;
  return {
    status: error.status,
    headers,
    body: envelope(failureData(thrown), errorMessage(error, parts.redact, lead), error.status),
  };
}

/** What is open to anyone is open to a token of another purpose too, which then stands for nobody. */
function forScope(caller: Caller, endpoint: Pick<Endpoint, 'access' | 'scope'>): Caller {
  const lacks = caller.scopes && !caller.scopes.has(endpoint.scope);
  return lacks && endpoint.access === 'anyone' ? { ...caller, principal: PUBLIC } : caller;
}

/** Throws 401 or 403 unless somebody may call an operation at all. */
export function requireAccess(
  endpoint: Pick<Endpoint, 'access' | 'scope' | 'beforePasswordChange'>,
  caller: Caller,
): void {
  const { principal, scopes } = caller;
  if (scopes && !scopes.has(endpoint.scope) && endpoint.access !== 'anyone') {
    throw refused(`this token is not good for it: the scope ${endpoint.scope} is needed`);
  }
  if (endpoint.access === 'anyone') return;
  if (principal.userId === undefined) throw unauthenticated();
  if (caller.mustChangePassword && !endpoint.beforePasswordChange) {
    throw refused('choose a new password first');
  }
  if (endpoint.access === 'signed-in') return;
  const needed = endpoint.access;
  if (!needed.every((flag) => principal.flags.has(flag))) {
    throw refused(`permission ${needed.join(' and ')} is needed`);
  }
}

/** Whom the audit log names. */
export function actorOf(request: ApiRequest, caller: Caller): Actor {
  return {
    userId: caller.principal.userId,
    username: caller.principal.username,
    via: caller.via,
    address: request.address,
    requestId: request.id,
  };
}
