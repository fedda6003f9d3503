import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { ConversationModule } from '#conversation';
import './shopper.entity.js';
import './shopper-token.entity.js';
import { CustomersRepository } from './customers.repository.js';
import { CustomersService } from './customers.service.js';
import { IdentityTokens } from './identity.js';
import { ShopperTokens } from './shopper-tokens.js';

/** Who shoppers are: anonymous tokens, the shop's members. */
@Module({
  imports: [JwtModule.register({}), ConversationModule],
  providers: [CustomersRepository, CustomersService, IdentityTokens, ShopperTokens],
  exports: [CustomersService, IdentityTokens],
})
export class CustomersModule {}
