import { Global, Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';

/** Below every feature, because every feature writes it; the console reads it in `admin/`. */
@Global()
@Module({ providers: [AuditTrail], exports: [AuditTrail] })
export class AuditModule {}
