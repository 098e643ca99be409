import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Claims about somebody; `sub` tells people apart. */
type Person = { sub: string } & Record<string, string | boolean>;

export type OpenidProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who is signed in at the provider, and comes back from it at once. */
  person: Person;
  /** What is wrong with the next tokens. */
  spoilt: 'nothing' | 'nonce' | 'signature' | 'audience';
  /** What the provider was sent that it has to refuse; empty when all is well. */
  complaints: string[];
  stop(): Promise<void>;
};

type Grant = { challenge: string; nonce: string; redirectUri: string; person: Person };

/**
 * A small OpenID provider: discovery, code flow with PKCE, RS256 tokens, user info. Everybody is signed in there already.
 * E-mail addresses are told by its user info only.
 */
export async function startOpenidProvider(): Promise<OpenidProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const grants = new Map<string, Grant>();
  const accessTokens = new Map<string, Person>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      provider.complaints.push(String(error));
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider: OpenidProvider = {
    issuer,
    clientId: 'emulsion under test',
    clientSecret: 'a secret: of the client',
    person: { sub: 'nobody' },
    spoilt: 'nothing',
    complaints: [],
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          userinfo_endpoint: `${issuer}/userinfo`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json(response, 200, {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'first', use: 'sig', alg: 'RS256' }],
        });
      case '/authorize':
        return authorize(url.searchParams, response);
      case '/token':
        return token(request, response);
      case '/userinfo': {
        const person = accessTokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
        return person ? json(response, 200, person) : json(response, 401, { error: 'invalid_token' });
      }
      default:
        return json(response, 404, {});
    }
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const asked = (name: string) => query.get(name) ?? '';
    const isSound =
      asked('client_id') === provider.clientId &&
      asked('response_type') === 'code' &&
      asked('code_challenge_method') === 'S256' &&
      ['state', 'nonce', 'code_challenge'].every((name) => asked(name).length >= 20) &&
      ['openid', 'profile', 'email'].every((scope) => asked('scope').split(' ').includes(scope));
    if (!isSound) {
      provider.complaints.push(`authorize: ${query}`);
      return json(response, 400, { error: 'invalid_request' });
    }
    const code = randomBytes(16).toString('hex');
    const redirectUri = asked('redirect_uri');
    grants.set(code, {
      challenge: asked('code_challenge'),
      nonce: asked('nonce'),
      redirectUri,
      person: provider.person,
    });
    const target = new URL(redirectUri);
    target.searchParams.set('code', code);
    target.searchParams.set('state', asked('state'));
    response.writeHead(302, { Location: target.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const credentials = [provider.clientId, provider.clientSecret].map(formEncode).join(':');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      !grant ||
      request.headers.authorization !== `Basic ${Buffer.from(credentials).toString('base64')}` ||
      challenge !== grant.challenge ||
      form.get('redirect_uri') !== grant.redirectUri
    ) {
      provider.complaints.push(`token: ${form}`);
      return json(response, 400, { error: 'invalid_grant' });
    }
    const accessToken = randomBytes(16).toString('hex');
    accessTokens.set(accessToken, grant.person);
    const { email: _email, email_verified: _verified, ...claims } = grant.person;
    const now = Math.floor(Date.now() / 1000);
    const idToken = sign({
      ...claims,
      iss: issuer,
      aud: provider.spoilt === 'audience' ? 'somebody else' : provider.clientId,
      iat: now,
      exp: now + 300,
      nonce: provider.spoilt === 'nonce' ? 'another' : grant.nonce,
    });
    return json(response, 200, { access_token: accessToken, token_type: 'Bearer', id_token: idToken });
  }

  function sign(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const content = `${part({ alg: 'RS256', typ: 'JWT', kid: 'first' })}.${part(claims)}`;
    const key = provider.spoilt === 'signature' ? stranger : privateKey;
    return `${content}.${createSign('sha256').update(content).sign(key, 'base64url')}`;
  }

  return provider;
}

/** As RFC 6749 (section 2.3.1) has it in HTTP Basic. */
function formEncode(value: string): string {
  return new URLSearchParams({ value }).toString().slice('value='.length);
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
