/** A template as GET /admin/templates/ answers it. */
export type TemplateRecord = {
  id: number;
  name: string;
  description: string;
  template: Readonly<Record<string, unknown>>;
};

/** What the pages that make picture addresses know of the server. */
export type PublishingSetup = {
  /** Public address without a slash at its end, such as `https://img.example.org/images`. */
  server: string;
  templates: readonly TemplateRecord[];
  /** Name of the default template, lower case. */
  defaultTemplate: string;
  /** Installed colour profiles by name, and the colour space of each. */
  profiles: ReadonlyArray<{ name: string; space: string }>;
  /** Largest width or height, pixels. */
  maxDimension: number;
  /** Largest sides for people who are not signed in, pixels; 0 = no limit. */
  publicLimits: { maxWidth: number; maxHeight: number };
  /** A picture to try things on; undefined when there is none. */
  sample: string | undefined;
};
