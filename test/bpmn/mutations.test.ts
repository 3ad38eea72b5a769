import fc from 'fast-check';
import t from 'tap';
import { readFileSync } from 'node:fs';
import { parseDefinition } from '../../src/bpmn/parse.ts';

const whole = readFileSync(new URL('../../processes/acceptance/acceptance.bpmn', import.meta.url), 'utf8');
const pieces = whole.split(/(?<=>)|(?=<)|\s+/).filter((piece) => piece !== '');

void t.test('a damaged file is read or refused, never a crash', async (t) => {
  const position = fc.nat({ max: whole.length });
  const inserted = fc.oneof(
    fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      '&',
      '\u0000',
      '<!--',
      ']]>',
      '</bpmn:process>',
      '<bpmn:task/>',
      'xmlns="x"',
      'id="__proto__"',
    ),
    fc.constantFrom(...pieces),
    fc.string({ maxLength: 8 }),
  );
  const damage = fc.array(fc.tuple(position, fc.nat({ max: 40 }), inserted), { minLength: 1, maxLength: 3 });
  let read = 0;
  await fc.assert(
    fc.asyncProperty(damage, async (places) => {
      let text = whole;
      for (const [at, length, insert] of places) text = text.slice(0, at) + insert + text.slice(at + length);
      const reading = await parseDefinition(Buffer.from(text, 'utf8'));
      if (reading.ok) read++;
      else if (!reading.findings.some(({ severity }) => severity === 'error'))
        throw new Error('refused without an error');
    }),
    { numRuns: 300, seed: 20260930 },
  );
  t.comment(`${String(read)} of 300 still read`);
  t.ok(read > 0 && read < 300);
});
