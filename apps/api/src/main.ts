import { SessionId } from '#contracts';
process.stdout.write(String(SessionId.safeParse('x').success) + '\n');
