import { Type } from 'typebox';
import {
  count,
  exactly,
  givenVariables,
  instant,
  nullableInstant,
  nullableText,
  oneOf,
  paging,
  text,
} from './common.ts';
import { moved } from './task.ts';

const key = Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Number()], {
  description: 'What its receiver is found by; a case that it starts has it as its external reference.',
});

export const sendBody = exactly({
  name: Type.String({ minLength: 1, maxLength: 128, description: 'Name of the message.' }),
  correlationKey: Type.Optional(key),
  variables: Type.Optional(givenVariables),
  ttl: Type.Optional(
    Type.Union([Type.String({ maxLength: 100 }), Type.Integer()], {
      description: 'How long it is kept when nobody waits for it: seconds, or a duration such as PT10M or P7D.',
    }),
  ),
});
export const sent = exactly({
  result: oneOf(['delivered', 'started'], 'It reached a case that waited for it, or started one.'),
  ...moved.properties,
});
export const kept = exactly({
  result: oneOf(['kept'], 'Nobody waits for it yet.'),
  message: exactly({ id: text('Id of the kept message.'), expiresAt: instant('When it is forgotten.') }),
});
export const signalBody = exactly({
  name: Type.String({ minLength: 1, maxLength: 128, description: 'Name of the signal.' }),
  variables: Type.Optional(givenVariables),
});
export const broadcast = exactly({
  started: count('Cases that it starts.'),
  delivered: count('Cases that waited for it.'),
});
export const messagesQuery = exactly(paging);
export const keptMessage = exactly({
  id: text('Id of the message.'),
  no: count('Of a signal: which of those that it is for.'),
  kind: oneOf(['message', 'signal'], 'What it is.'),
  name: text('Name of the message or signal.'),
  correlationKey: nullableText('What its receiver is found by.'),
  sentBy: nullableText('Case that sent it; null: it came over the API.'),
  sentAt: instant('When it was sent.'),
  expiresAt: nullableInstant('When it is forgotten; null: never.'),
  problem: nullableText('Why it was not delivered though somebody waits for it.'),
});
