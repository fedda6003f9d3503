export { CustomersModule } from './customers.module.js';
export { CustomersService, type ShopperSession } from './customers.service.js';
export { IdentityTokens, type MemberIdentity } from './identity.js';
export type { ShopperRow } from './customers.repository.js';
