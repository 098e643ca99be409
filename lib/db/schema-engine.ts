import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { connectionOptions } from './connection.ts';

type EngineOptions = {
  /** Name and content of the schema file, for commands that compare it with a database. */
  schema?: [string, string];
  /** An empty database in which migrations may be replayed. */
  shadowUrl?: string;
};

/**
 * Runs `work` with Prisma's schema engine as WebAssembly, over the same driver as the client. The engine of
 * Prisma's command line is a native program that has to be downloaded; this one comes with npm.
 */
export async function withSchemaEngine<T>(
  url: string,
  options: EngineOptions,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const main = openAdapter(url);
  // The driver's own shadow database is no use: it is dropped while its connections are still open.
  const shadow = openAdapter(options.shadowUrl ?? url);
  const factory = {
    provider: 'postgres' as const,
    adapterName: main.adapterName,
    connect: () => main.connect(),
    connectToShadowDb: () => {
      if (options.shadowUrl === undefined) throw new Error('this command needs a shadow database');
      return shadow.connect();
    },
  };
  const bindings = await loadBindings();
  try {
    const engine = await bindings.SchemaEngine.new(
      { datamodels: options.schema === undefined ? undefined : [options.schema] },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await main.pool.end();
    await shadow.pool.end();
  }
}

/** Postgres' internal one-byte type, which fills its catalogue, and the type of one-letter texts. */
const INTERNAL_CHAR = 18;
const BPCHAR = 1042;

/** The driver as the engine needs it; its own use is with the client, which is less demanding. */
function openAdapter(url: string) {
  const { config, schema } = connectionOptions(url);
  const pool = new pg.Pool({ ...config, max: 2 });
  pool.on('error', () => {});
  const factory = new PrismaPg(pool, schema === undefined ? {} : { schema });
  return {
    pool,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      const driver = adapter.underlyingDriver();
      const query = driver.query.bind(driver) as (input: unknown) => Promise<pg.QueryResult>;
      // The driver knows no column of the internal type, and looking at a schema needs it: pass it off as
      // text on the way in, and name it on the way out.
      const letters = new WeakMap<object, number[]>();
      Object.assign(driver, {
        query: async (input: unknown) => {
          const result = await query(input);
          const columns = [...(result.fields ?? []).keys()].filter(
            (column) => result.fields[column]?.dataTypeID === INTERNAL_CHAR,
          );
          for (const column of columns) Object.assign(result.fields[column] ?? {}, { dataTypeID: BPCHAR });
          if (columns.length > 0) letters.set(result.rows, columns);
          return result;
        },
      });
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (input) => {
        const result = await queryRaw(input);
        for (const column of letters.get(result.rows) ?? []) {
          result.columnTypes[column] = ColumnTypeEnum.Character;
        }
        return result;
      };
      // The driver cuts scripts at every semicolon, those in texts and function bodies too. Sent whole,
      // a script is also one transaction.
      adapter.executeScript = async (script) => {
        await query(script).catch((error: pg.DatabaseError) => {
          throw new DriverAdapterError({
            kind: 'postgres',
            code: error.code ?? 'N/A',
            severity: error.severity ?? 'N/A',
            message: error.message,
            detail: error.detail,
            column: error.column,
            hint: error.hint,
          });
        });
      };
      return adapter;
    },
  };
}

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

// The package's glue code holds one instance in a variable of its own; a second one would pull the memory
// from under calls of the first.
let instantiated: Promise<Bindings> | undefined;

function loadBindings(): Promise<Bindings> {
  instantiated ??= instantiate();
  return instantiated;
}

async function instantiate(): Promise<Bindings> {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  // The package imports its .wasm file as a module, which only bundlers understand.
  const manifest = findPackageJSON('@prisma/schema-engine-wasm', import.meta.url);
  if (manifest === undefined) throw new Error('@prisma/schema-engine-wasm is not installed');
  const bytes = await readFile(path.join(path.dirname(manifest), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  // Where the engine leaves its last words; without it they are lost behind a TypeError.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        throw new Error(`The schema engine broke: ${message}`);
      },
    },
  });
  return bindings;
}
