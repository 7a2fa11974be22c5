import { SessionId } from '#contracts';
document.title = String(SessionId.safeParse('x').success);
