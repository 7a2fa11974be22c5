import { Controller, Get, HttpCode, Req, Res } from '@nestjs/common';
import { HealthCheckService } from '@nestjs/terminus';
import type { Request, Response } from 'express';
import { register } from 'prom-client';
import { DataSource } from 'typeorm';
import { Open } from '../auth/index.js';
import { MoneyOverview } from '../billing/money-overview.js';
import { AppConfig } from '../config/app-config.js';
import { Desktops } from '../desktops/desktops.js';
import { HostLedger } from '../desktops/ledger/host-ledger.js';
import { LiveConnections } from '../gateway/live-connections.js';
import { AppError } from '../kernel/app-error.js';
import { JobQueue } from '../queue/job-queue.js';
import { Indicators } from './indicators.js';
import { mayManage } from './management-access.js';
import { refreshGauges } from './gauges.js';

/** For SREs and their tools: is it alive, may it get traffic, what exactly is wrong. */
@Open()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: Indicators,
    readonly connections: LiveConnections,
    private readonly config: AppConfig,
    readonly dataSource: DataSource,
    readonly desktops: Desktops,
    readonly queue: JobQueue,
    readonly money: MoneyOverview,
    readonly ledger: HostLedger,
  ) {}

  /** The process turns. */
  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** May get traffic: everything a customer needs answers, and no restart is planned. */
  @Get('health/ready')
  async ready(): Promise<{ status: string }> {
    if (!this.connections.isAccepting())
      throw new AppError('UNAVAILABLE', { detail: 'This node is draining.', retryAfterSeconds: 5 });
    const { status } = await this.health.check(this.indicators.neededToServe());
    return { status };
  }

  @Get('health')
  @HttpCode(200)
  async all(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<unknown> {
    const details = mayManage(request, this.config);
    try {
      const result = await this.health.check(this.indicators.all());
      return details ? result : { status: result.status };
    } catch (error) {
      const report = reportOf(error);
      response.status(503);
      return details ? report : { status: 'error' };
    }
  }

  @Get('metrics')
  async metrics(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!mayManage(request, this.config))
      throw new AppError('UNAUTHENTICATED', { detail: 'MANAGEMENT_TOKEN opens this.' });
    await refreshGauges(this);
    response.type(register.contentType).send(await register.metrics());
  }
}

/** Terminus throws its report when an indicator is down. */
function reportOf(error: unknown): unknown {
  if (error instanceof Error && 'getResponse' in error && typeof error.getResponse === 'function')
    return error.getResponse();
  throw error;
}
