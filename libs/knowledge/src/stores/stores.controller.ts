import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AgentsOnly, Database } from '#platform';
import { StoreRepository } from './store.repository.js';

@ApiTags('stores')
@ApiBearerAuth()
@AgentsOnly()
@Controller('api/v1/stores')
export class StoresController {
  constructor(
    private readonly db: Database,
    private readonly stores: StoreRepository,
  ) {}

  /** The merchant's stores; `name` by language. */
  @Get()
  async list(): Promise<{ stores: { id: string; name: Record<string, string> }[] }> {
    const rows = await this.stores.all(this.db.manager);
    return { stores: rows.map(({ id, name }) => ({ id, name })) };
  }
}
