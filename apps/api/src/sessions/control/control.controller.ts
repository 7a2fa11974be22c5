import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ControlBody, type ControlLease } from '#contracts';
import { Caller, SignedIn, type CallerIdentity } from '../../auth/index.js';
import { AppError } from '../../kernel/app-error.js';
import { ownSession, visibleSession } from '../session-access.js';
import { Sessions } from '../sessions.js';
import { toControlLease, type LeaseRecord } from './control-lease.js';
import { ControlWatch } from './control-watch.js';
import { SessionControl } from './session-control.js';
import { unnamedWindow } from './unnamed-window.js';

/** Who may act on the desktop: seen by all who may see the session, moved by its customer alone. */
@SignedIn()
@Controller('api/sessions/:id/control')
export class ControlController {
  constructor(
    private readonly sessions: Sessions,
    private readonly control: SessionControl,
    private readonly watch: ControlWatch,
  ) {}

  @Get()
  async read(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<ControlLease> {
    const session = await visibleSession(this.sessions, caller, id);
    return toControlLease(await this.control.read(session.id));
  }

  @Post()
  @HttpCode(200)
  async act(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body({ schema: ControlBody }) body: ControlBody,
  ): Promise<ControlLease> {
    const session = await ownSession(
      this.sessions,
      caller,
      id,
      "An admin may watch somebody else's desktop, not steer it.",
    );
    if (session.state === 'ended') throw new AppError('SESSION_ENDED');
    const lease = await this.perform(session.id, caller, body);
    this.watch.learn(lease); // on this node the old holder's input is dead before the answer is heard
    return toControlLease(lease);
  }

  private perform(sessionId: string, caller: CallerIdentity, body: ControlBody): Promise<LeaseRecord> {
    const by = { kind: 'user', id: body.viewer ?? unnamedWindow(caller) } as const;
    switch (body.action) {
      case 'request':
        return this.control.request(sessionId, by);
      case 'take':
        return this.control.take(sessionId, by);
      case 'give':
        return this.control.give(sessionId, by, body.to && { kind: 'user', id: body.to });
      case 'release':
        return this.control.release(sessionId, by);
    }
  }
}
