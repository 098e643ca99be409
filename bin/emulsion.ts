#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const USAGE = `Usage: emulsion <command>

  serve                               build if needed, then run the server
  build                               build the pages
  migrate                             bring the database up to date
  template list                       names of the templates; * marks the default one
  template show NAME                  a template as JSON
  template put NAME FILE              create or replace a template from a JSON file (- = standard input)
  template default NAME               use this template where a URL names none
  access list                         folder rights of groups
  access set FOLDER GROUP LEVEL       none, view, download, edit, upload, delete, create, delete-folder or inherit
  user list                           accounts: name, state, e-mail address
  user show NAME                      an account and its groups as JSON
  user create NAME                    [--email ADDRESS] [--admin] [--generate]; the password comes from standard input
  user password NAME [--generate]     a new password from standard input, or one that has to be changed
  user enable|disable NAME            disabling ends all sessions
  user api NAME on|off                whether the account may use the API
  user groups NAME [+GROUP|-GROUP...] join or leave groups; lists them
  cache purge PATH                    forget all pictures made of one image, in running servers its pyramids too
  cache clear                         forget all pictures and pyramids

Settings come from the environment and from the file .env; docs/configuration.md lists them.
`;

const root = join(import.meta.dirname, '..');
const [command, ...rest] = process.argv.slice(2);

async function run(): Promise<number> {
  const env = join(process.cwd(), '.env');
  if (existsSync(env)) process.loadEnvFile(env);
  switch (command) {
    case 'serve': {
      const { serve } = await import('./serve.ts');
      return serve(root);
    }
    case 'build': {
      const { build } = await import('./build.ts');
      await build(root, { force: true });
      return 0;
    }
    case 'migrate':
    case 'template':
    case 'access':
    case 'user':
    case 'cache': {
      const { generateClient } = await import('./generate.ts');
      await generateClient();
      const { runCommand } = await import('./commands.ts');
      return runCommand(command, rest);
    }
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return 0;
    default:
      process.stderr.write(command === undefined ? USAGE : `Unknown command: ${command}\n\n${USAGE}`);
      return 2;
  }
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
