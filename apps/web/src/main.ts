import { SessionId } from '#contracts';
(globalThis as any).x = SessionId;
