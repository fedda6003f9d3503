import { DataSource, getMetadataArgsStorage, type DataSourceOptions } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { pgDriver } from './pg-driver.js';
import { pgliteDriver } from './pglite-driver.js';
import { MIGRATIONS } from './migrations/index.js';

/**
 * How many neighbours pgvector's HNSW search keeps in sight: it never gives more rows than that, and finds the nearest the more surely.
 * The embedded database's own is in pglite.worker.js.
 */
const EF_SEARCH = 120;

/**
 * The one data source: same entities, migrations and SQL on the embedded database and on a server. Its entities are all classes with
 * `@Entity` that are loaded, so that platform need not import the domains that own them.
 */
export function makeDataSource(config: Pick<AppConfig, 'database'>): DataSource {
  const common = {
    type: 'postgres',
    entities: getMetadataArgsStorage().tables.map((table) => table.target),
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    parseInt8: true,
    logging: false,
  } as const;
  const options: DataSourceOptions =
    config.database.kind === 'server'
      ? {
          ...common,
          driver: pgDriver,
          url: config.database.url,
          poolSize: config.database.poolSize,
          applicationName: 'deskhand',
          extra: {
            statement_timeout: 30_000,
            idle_in_transaction_session_timeout: 30_000,
            options: `-c hnsw.ef_search=${EF_SEARCH}`,
          },
        }
      : { ...common, parseInt8: undefined, driver: pgliteDriver(config.database.folder) };
  return new DataSource(options);
}
