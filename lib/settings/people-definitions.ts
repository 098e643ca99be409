import { fixed, open } from './define.ts';
import {
  cookieName,
  hostList,
  hostName,
  oneOf,
  password,
  plainText,
  url,
  wholeNumber,
  yesOrNo,
} from './value-kinds.ts';

/** How people sign in: sessions, tokens, a directory, an OpenID provider. Part of `definitions`. */
export const peopleDefinitions = {
  SESSION_COOKIE_NAME: fixed('Sign-in', cookieName, 'session', 'Name of the session cookie.'),
  SESSION_COOKIE_SECURE: open(
    'Sign-in',
    yesOrNo,
    'true when signing in over HTTPS',
    'Send the session cookie over HTTPS only.',
  ),
  SESSION_DAYS: fixed('Sign-in', wholeNumber(1, 365), '31', 'Days after which people sign in again.'),
  API_TOKEN_EXPIRY_TIME: fixed(
    'Sign-in',
    wholeNumber(60, 31_536_000),
    '3600',
    'Seconds that a token from /api/v1/token/ is good for.',
  ),
  LOGIN_REDIRECT_HOSTS: fixed(
    'Sign-in',
    hostList,
    'none',
    'Other hosts, separated by commas, to which people may be sent after signing in.',
  ),

  LDAP_INTEGRATION: fixed('LDAP', yesOrNo, 'false', 'Let people of a directory sign in.'),
  LDAP_SERVER_TYPE: open(
    'LDAP',
    oneOf('openldapposix', 'openldaporganizational', 'apple', 'activedirectory'),
    'none',
    'OpenLDAPPosix, OpenLDAPOrganizational, Apple or ActiveDirectory, in any case.',
  ),
  LDAP_SERVER: open('LDAP', hostName, 'none', 'host or host:port of the directory.'),
  LDAP_SECURE: fixed('LDAP', yesOrNo, 'false', 'Use ldaps://.'),
  LDAP_START_TLS: fixed(
    'LDAP',
    yesOrNo,
    'false',
    'Switch a plain connection to TLS before anything is sent.',
  ),
  LDAP_CA_FILE: open(
    'LDAP',
    plainText,
    "the system's",
    'PEM file of the authority that signs its certificate.',
  ),
  LDAP_QUERY_BASE: open(
    'LDAP',
    plainText,
    'none',
    'Where people are searched, such as ou=people,dc=example,dc=org.',
  ),
  LDAP_BIND_USER_DN: open(
    'LDAP',
    plainText,
    'anonymous',
    'Account that searches; needed for Active Directory.',
  ),
  LDAP_BIND_PASSWORD: open('LDAP', password(1), 'none', 'Its password.'),

  OIDC_ISSUER: open(
    'OpenID Connect',
    url('https', 'http'),
    'off',
    'Address of the provider; switches it on.',
  ),
  OIDC_CLIENT_ID: open('OpenID Connect', plainText, 'none', 'Name of this server at the provider.'),
  OIDC_CLIENT_SECRET: open('OpenID Connect', password(1), 'none', 'Secret of this server at the provider.'),
  OIDC_NAME: fixed(
    'OpenID Connect',
    plainText,
    'single sign-on',
    'What the button on the sign-in page calls it.',
  ),
  OIDC_CREATE_ACCOUNTS: fixed(
    'OpenID Connect',
    yesOrNo,
    'true',
    'Make an account for people who come for the first time. false lets in only known e-mail addresses.',
  ),
} as const;
