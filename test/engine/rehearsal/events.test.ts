import t from 'tap';
import { rehearse } from '../../../src/engine/rehearsal/rehearse.ts';
import { knownDifferences } from '../../../src/engine/rehearsal/knownDifferences.ts';
import { at, processModel, thursday } from '../models.ts';

void t.test(
  'what bpmn-engine cannot do is walked on our kernel alone, over every flow, and the report says so',
  async (t) => {
    const model = processModel(
      {
        start: { type: 'startEvent' },
        raise: { type: 'intermediateThrowEvent', escalation: 'late' },
        out: { type: 'intermediateThrowEvent', link: 'on' },
        on: { type: 'intermediateCatchEvent', link: 'on' },
        both: { type: 'intermediateCatchEvent', triggers: [{ signal: 'go' }, { condition: 'a = 1' }], parallel: true },
        work: { type: 'userTask' },
        risk: { type: 'boundaryEvent', attachedTo: 'work', interrupting: false, condition: 'risk = true' },
        look: { type: 'userTask' },
        fail: { type: 'endEvent', throws: 'bad' },
        handler: { type: 'eventSubProcess' },
        begin: { type: 'startEvent', interrupting: true, catches: 'bad', scope: 'handler' },
        mend: { type: 'userTask', scope: 'handler' },
        done: { type: 'endEvent', scope: 'handler' },
      },
      [
        'start -> raise',
        'raise -> out',
        'out -> on',
        'on -> both',
        'both -> work',
        'work -> fail',
        'risk -> look',
        'begin -> mend',
        'mend -> done',
      ],
    );
    const report = await rehearse('', model, at(thursday));
    t.match(report, { uncovered: [], disagreements: [], flowsCovered: 8, flowsTotal: 8 });
    t.ok(report.known.includes('event-sub-process-runs-beside'));
    t.ok(report.known.includes('triggers-elsewhere'));
  },
);

void t.test('every known difference says what bpmn-engine does and how a rehearsal deals with it', (t) => {
  const ids = knownDifferences.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length);
  for (const { theirs, handling } of knownDifferences) t.ok(theirs.length > 20 && handling.length > 20);
  t.end();
});
