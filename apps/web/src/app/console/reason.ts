import { maxLength, minLength, required, schema } from '@angular/forms/signals';

/** Why an administrator does it, as the API wants it: 3 to 500 characters, for the audit log. */
export const REASON = schema<{ reason: string }>((fields) => {
  required(fields.reason, { message: 'Say why: it goes to the audit log.' });
  minLength(fields.reason, 3, { message: 'A few more words, please.' });
  maxLength(fields.reason, 500, { message: 'Use at most 500 characters.' });
});
