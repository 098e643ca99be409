/** The parts of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1) that the description of the API is made of. */

/** JSON Schema 2020-12, as far as it is read here. */
export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  contentMediaType?: string;
};

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
  style?: string;
  explode?: boolean;
};

type Header = { description: string; schema: Schema } | { $ref: string };

export type MediaType = { schema: Schema; encoding?: Readonly<Record<string, object>> };

export type ResponseShape = {
  description: string;
  headers?: Readonly<Record<string, Header>>;
  content?: Readonly<Record<string, MediaType>>;
};

/** One operation. `x-access` and `x-rights` say who may call it, `x-scope` what a personal token must be good for. */
export type Operation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  parameters: readonly Parameter[];
  requestBody?: { required: boolean; content: Readonly<Record<string, MediaType>> };
  responses: Readonly<Record<string, ResponseShape>>;
  security: ReadonlyArray<Readonly<Record<string, readonly string[]>>>;
  'x-access': string | readonly string[];
  'x-rights'?: string;
  'x-scope': string;
};

/** Operations of a path by method, in small letters. */
export type PathShape = Readonly<Record<string, Operation>>;

export type OpenApiDocument = {
  openapi: '3.1.1';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: ReadonlyArray<{ url: string; description: string }>;
  tags: ReadonlyArray<{ name: string }>;
  paths: Readonly<Record<string, PathShape>>;
  components: {
    schemas: Readonly<Record<string, Schema>>;
    headers: Readonly<Record<string, Header>>;
    securitySchemes: Readonly<Record<string, object>>;
  };
};
