import { Global, Module } from '@nestjs/common';
import { NodeIdentity } from './node-identity.js';

/** What every feature may lean on and no feature owns. */
@Global()
@Module({ providers: [NodeIdentity], exports: [NodeIdentity] })
export class KernelModule {}
