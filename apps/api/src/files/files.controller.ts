import { Controller, Delete, Get, HttpCode, Param, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { DesktopFiles, FileReceived } from '#contracts';
import { Caller, RateLimit, SignedIn, type CallerIdentity } from '../auth/index.js';
import { ownSession } from '../sessions/session-access.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { Sessions } from '../sessions/sessions.js';
import { Files } from './files.js';

/** The files of a customer's own desktop. Nobody else's: a guest has no account, an admin looks and takes nothing. */
@SignedIn()
@Controller('api/sessions/:id/files')
export class FilesController {
  constructor(
    private readonly sessions: Sessions,
    private readonly files: Files,
  ) {}

  @Get()
  async list(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<DesktopFiles> {
    return this.files.list(await this.own(caller, id));
  }

  /** The body is the file. */
  @RateLimit('files')
  @Put(':name')
  @HttpCode(201)
  async upload(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Param('name') name: string,
    @Req() request: Request,
  ): Promise<FileReceived> {
    const session = await this.own(caller, id);
    return { name: await this.files.upload(session, name, request, caller.email) };
  }

  /** Always to be saved, never to be shown: what a desktop holds may be anything. */
  @RateLimit('files')
  @Get(':name')
  async download(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Param('name') name: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const session = await this.own(caller, id);
    const { bytes, stream } = await this.files.download(session, name, caller.email);
    response.attachment(name);
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(stream, { type: 'application/octet-stream', length: bytes });
  }

  @Delete(':name')
  @HttpCode(204)
  async delete(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Param('name') name: string,
  ): Promise<void> {
    await this.files.delete(await this.own(caller, id), name);
  }

  private own(caller: CallerIdentity, id: string): Promise<SessionRecord> {
    return ownSession(this.sessions, caller, id, 'Only its customer has the files of a session.');
  }
}
