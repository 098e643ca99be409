import { writeFileSync } from 'node:fs';
import { renderConfigurationPage, renderEnvExample } from '#lib/settings/documentation.ts';

const root = new URL('../', import.meta.url);

writeFileSync(new URL('docs/configuration.md', root), renderConfigurationPage());
writeFileSync(new URL('.env.example', root), renderEnvExample());
