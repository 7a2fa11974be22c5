import { Catch, type ExceptionFilter } from '@nestjs/common';

/**
 * Nest's own filter would emit an `exception` event that nobody hears. What a handler throws is passed on instead, and
 * `MessageIntake` answers it in its turn.
 */
@Catch()
export class LeaveToIntakeFilter implements ExceptionFilter {
  catch(thrown: unknown): never {
    throw thrown;
  }
}
