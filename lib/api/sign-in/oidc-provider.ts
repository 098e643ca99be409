import type { Profile } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { Settings } from '#lib/settings/settings.ts';

/** What a provider tells of a person (OpenID Connect Core 1.0, section 5.1). */
export type OidcClaims = Profile & {
  iss?: string;
  email_verified?: boolean | string;
  preferred_username?: string;
  given_name?: string;
  family_name?: string;
};

/** Milliseconds that the provider has for each answer. */
const TIMEOUT = 10_000;

/**
 * Any OpenID provider, found by discovery; code flow with PKCE, state and nonce.
 * @param redirectUri where the provider sends people back to
 */
export function oidcProvider(
  oidc: Settings['oidc'],
  issuer: string,
  redirectUri: string,
): OAuthConfig<OidcClaims> {
  const secret = oidc.clientSecret;
  return {
    id: 'oidc',
    name: oidc.name,
    type: 'oauth',
    wellKnown: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    clientId: oidc.clientId ?? '',
    ...(secret === undefined ? {} : { clientSecret: secret }),
    client: {
      // In place of the address that next-auth takes from the environment.
      redirect_uris: [redirectUri],
      ...(secret === undefined ? { token_endpoint_auth_method: 'none' } : {}),
    },
    authorization: { params: { scope: 'openid profile email' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    httpOptions: { timeout: TIMEOUT },
    token: {
      async request({ client, params, checks }) {
        return { tokens: await client.callback(redirectUri, params, checks) };
      },
    },
    userinfo: {
      async request({ client, tokens }) {
        const set = tokens as Parameters<typeof client.userinfo>[0] & { claims(): OidcClaims };
        const claims = set.claims();
        if (client.issuer.metadata.userinfo_endpoint === undefined) return claims;
        // Some providers tell the e-mail address only there. Whose answer it is, is checked by the client.
        return { ...(await client.userinfo(set)), ...claims };
      },
    },
    profile: (claims) => ({ id: claims.sub ?? '' }),
  };
}
