import { Type } from 'typebox';
import { exactly, text } from './common.ts';
import { finding } from './definition.ts';
import { problemCodes } from '../problems.ts';

/** A problem (RFC 9457). */
export const problemSchema = {
  $id: 'Problem',
  title: 'Problem',
  ...exactly({
    type: text('Address of the page that explains the code: `/problems/<code>`.'),
    title: text('What the code means, in short.'),
    status: Type.Integer({ description: 'HTTP status.' }),
    code: Type.Unsafe<string>({ type: 'string', enum: [...problemCodes], description: 'Stable name of the problem.' }),
    detail: text('What to do in this case.'),
    instance: text('Id of the request, as in the header X-Request-Id and in the log.'),
    errors: Type.Optional(
      Type.Array(
        exactly({
          pointer: text('JSON pointer into the body, `?name` of a query parameter, or the name of a header.'),
          message: text('What is wrong there.'),
        }),
      ),
    ),
    findings: Type.Optional(Type.Array(finding)),
  }),
};
