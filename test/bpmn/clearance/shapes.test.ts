import t from 'tap';
import { processModel, timer, type Shape } from '../../engine/models.ts';
import { maxPlaces } from '../../../src/bpmn/clearance/net.ts';
import { play } from './player.ts';
import { proveClearance, proveFile } from '../../../src/bpmn/clearance/prove.ts';
import type { ProcessModel } from '../../../src/bpmn/model.ts';

const start: Shape = { type: 'startEvent' };
const end: Shape = { type: 'endEvent' };
const task: Shape = { type: 'userTask' };
const xor: Shape = { type: 'exclusiveGateway' };
const and: Shape = { type: 'parallelGateway' };
const sub: Shape = { type: 'subProcess' };
const draft: Shape = { type: 'userTask', law: { form: 'draft' } };
const opinion: Shape = { type: 'userTask', law: { form: 'reviewOpinion', level: 1 } };
const scope: Shape = { type: 'serviceTask', service: { builtIn: 'scope' }, law: { form: 'scope', act: 'permit' } };
const decide: Shape = { type: 'userTask', law: { form: 'decision', act: 'permit' } };
const limit = (attachedTo: string, interrupting = true): Shape => {
  return { type: 'boundaryEvent', attachedTo, interrupting, timer: timer('duration', 'P3WD') };
};
const caught = (attachedTo: string, catches: string | null = null): Shape => {
  return { type: 'boundaryEvent', attachedTo, interrupting: true, catches };
};
const within = (scope: string, shape: Shape): Shape => ({ ...shape, scope });

const nodes = { start, draft, opinion, decide, end };
const ways = ['start -> draft', 'draft -> opinion', 'opinion -> draft : by returned', 'opinion -> draft : by rejected'];
const toOpinion = 'opinion -> decide : by passed';

/** Processes that a decision cannot be reached in uncleared. */
const sound: Readonly<Record<string, ProcessModel>> = {
  'a review before the decision': processModel(nodes, [...ways, toOpinion, 'decide -> end']),
  'a scope that asks for a review': processModel({ ...nodes, scope, gate: xor }, [
    'start -> draft',
    'draft -> scope',
    'scope -> opinion : by required',
    'scope -> gate : by notRequired',
    'opinion -> gate : by passed',
    'opinion -> draft : by returned',
    'opinion -> draft : by rejected',
    'gate -> decide',
  ]),
  'a review beside other work that changes nothing': processModel({ ...nodes, fork: and, inform: task, join: and }, [
    'start -> draft',
    'draft -> fork',
    'fork -> opinion',
    'fork -> inform',
    'opinion -> join : by passed',
    'opinion -> end : by returned',
    'opinion -> end : by rejected',
    'inform -> join',
    'join -> decide',
  ]),
  'a timer at the decision that leads back to the draft': processModel({ ...nodes, late: limit('decide') }, [
    ...ways,
    toOpinion,
    'late -> draft',
  ]),
  'a timer at the decision that reminds': processModel({ ...nodes, late: limit('decide', false), remind: task }, [
    ...ways,
    toOpinion,
    'late -> remind',
  ]),
  'a review in a sub-process whose errors lead back': processModel(
    {
      ...{ start, draft, decide },
      review: sub,
      begin: within('review', start),
      opinion: within('review', opinion),
      passed: within('review', end),
      returned: within('review', { type: 'endEvent', throws: 'failed' }),
      rejected: within('review', { type: 'endEvent', throws: 'failed' }),
      again: caught('review', 'failed'),
    },
    [
      'start -> draft',
      'draft -> review',
      'begin -> opinion',
      'opinion -> passed : by passed',
      'opinion -> returned : by returned',
      'opinion -> rejected : by rejected',
      'review -> decide',
      'again -> draft',
    ],
  ),
  'a decision that no token comes to': processModel({ start, end, decide }, ['start -> end']),
};

/** Processes with a bypass, and the shortest way of it. */
const bypassed: Readonly<Record<string, readonly [process: ProcessModel, path: string]>> = {
  'no review at all': [processModel({ start, decide }, ['start -> decide']), 'start decide'],
  'a gateway before the review': [
    processModel({ ...nodes, gate: xor }, [
      'start -> draft',
      'draft -> gate',
      'gate -> opinion : major',
      'gate -> decide : default',
      toOpinion,
      'opinion -> draft : by returned',
      'opinion -> draft : by rejected',
    ]),
    'start draft gate decide',
  ],
  'a rejection that leads to the decision': [
    processModel({ ...nodes, talk: task }, [
      'start -> draft',
      'draft -> opinion',
      toOpinion,
      'opinion -> draft : by returned',
      'opinion -> talk : by rejected',
      'talk -> decide',
    ]),
    'start draft opinion talk decide',
  ],
  'a branch beside the review': [
    processModel({ ...nodes, fork: and, meet: xor }, [
      'start -> draft',
      'draft -> fork',
      'fork -> opinion',
      'fork -> meet',
      'opinion -> meet : by passed',
      'opinion -> end : by returned',
      'opinion -> end : by rejected',
      'meet -> decide',
    ]),
    'start draft fork meet decide',
  ],
  'an edit beside the review, joined': [
    processModel({ ...nodes, fork: and, join: and }, [
      'start -> fork',
      'fork -> draft',
      'fork -> opinion',
      'draft -> join',
      'opinion -> join : by passed',
      'opinion -> end : by returned',
      'opinion -> end : by rejected',
      'join -> decide',
    ]),
    'start fork draft join decide',
  ],
  'a timer that ends the review': [
    processModel({ ...nodes, late: limit('opinion') }, [...ways, toOpinion, 'late -> decide']),
    'start draft opinion late decide',
  ],
  'a timer beside the decision that opens the draft': [
    processModel({ ...nodes, late: limit('decide', false) }, [...ways, toOpinion, 'late -> draft']),
    'start draft opinion decide',
  ],
  'an edit after the review': [
    processModel({ ...nodes, gate: xor, polish: draft }, [
      ...ways,
      'opinion -> gate : by passed',
      'gate -> decide : fine',
      'gate -> polish : default',
      'polish -> gate',
    ]),
    'start draft opinion gate polish gate decide',
  ],
  'an error caught on the way to the decision': [
    processModel(
      {
        ...{ start, draft, decide },
        review: sub,
        begin: within('review', start),
        opinion: within('review', opinion),
        failed: within('review', { type: 'endEvent', throws: 'failed' }),
        passed: within('review', end),
        anyway: caught('review'),
      },
      [
        'start -> draft',
        'draft -> review',
        'begin -> opinion',
        'opinion -> passed : by passed',
        'opinion -> failed : by returned',
        'review -> decide',
        'anyway -> decide',
      ],
    ),
    'start draft review anyway decide',
  ],
  'a terminate end that cuts the review off': [
    processModel(
      {
        ...{ start, draft, decide },
        review: sub,
        begin: within('review', start),
        fork: within('review', and),
        opinion: within('review', opinion),
        hurry: within('review', task),
        passed: within('review', end),
        enough: within('review', { type: 'endEvent', terminate: true }),
      },
      [
        'start -> draft',
        'draft -> review',
        'begin -> fork',
        'fork -> opinion',
        'fork -> hurry',
        'opinion -> passed : by passed',
        'hurry -> enough',
        'review -> decide',
      ],
    ),
    'start draft review begin fork hurry enough decide',
  ],
  'a review wrapped in a sub-process that a gateway inside leaves out': [
    processModel(
      {
        ...{ start, draft, decide },
        review: sub,
        begin: within('review', start),
        gate: within('review', xor),
        opinion: within('review', opinion),
        passed: within('review', end),
        skipped: within('review', end),
      },
      [
        'start -> draft',
        'draft -> review',
        'begin -> gate',
        'gate -> opinion : major',
        'gate -> skipped : default',
        'opinion -> passed : by passed',
        'review -> decide',
      ],
    ),
    'start draft review begin gate skipped decide',
  ],
  'a decision in a sub-process before the review': [
    processModel({ ...nodes, wrap: sub, begin: within('wrap', start), decide: within('wrap', decide) }, [
      'start -> draft',
      'draft -> wrap',
      'begin -> decide',
      'wrap -> opinion',
    ]),
    'start draft wrap begin decide',
  ],
};

for (const [name, process] of Object.entries(sound)) {
  t.test(`${name} is proved`, async (t) => {
    t.strictSame(proveClearance(process, {}), []);
    t.notOk(play({ [process.id]: process }, process.id).bypass);
  });
}

for (const [name, [process, path]] of Object.entries(bypassed)) {
  t.test(`${name} is refused with its way`, async (t) => {
    const [found, ...others] = proveClearance(process, {});
    t.match(found, { rule: 'decision-without-clearance', severity: 'error', elementId: 'decide' });
    t.equal(found?.path?.join(' '), path);
    t.strictSame(others, []);
    t.ok(play({ [process.id]: process }, process.id).bypass, 'and is played');
  });
}

t.test('the message says what to draw instead', async (t) => {
  const said = (name: string) => proveClearance(bypassed[name]![0], {})[0]?.message;
  t.match(said('no review at all'), /not cleared on the way start → decide\. .*passed opinion.*notRequired/);
  t.match(
    said('a timer beside the decision that opens the draft'),
    /While a token is at decide, draft can be open beside it; join them/,
  );
});

const reviewing = processModel(
  {
    asked: start,
    opinion,
    passed: end,
    returned: { type: 'endEvent', throws: 'returned' },
    rejected: { type: 'endEvent', throws: 'rejected' },
  },
  [
    'asked -> opinion',
    'opinion -> passed : by passed',
    'opinion -> returned : by returned',
    'opinion -> rejected : by rejected',
  ],
  'reviewing',
);
const caller = (extra: Record<string, Shape>, ...flows: string[]) =>
  processModel(
    {
      start,
      draft,
      review: { type: 'callActivity', calledElement: 'reviewing' },
      again: caught('review'),
      decide,
      ...extra,
    },
    ['start -> draft', 'draft -> review', 'review -> decide', ...flows],
    'caller',
  );

t.test('a called process clears at its end, not by its errors, and the way leads through it', async (t) => {
  const called = { reviewing };
  t.strictSame(proveClearance(caller({}, 'again -> draft'), called), []);
  t.strictSame(proveClearance(caller({}, 'again -> decide'), called)[0]?.path, [
    'start',
    'draft',
    'review',
    'again',
    'decide',
  ]);
  const lax = processModel({ asked: start, opinion, passed: end, gate: xor }, [
    'asked -> gate',
    'gate -> opinion : major',
    'gate -> passed : default',
    'opinion -> passed : by passed',
  ]);
  t.strictSame(proveClearance(caller({}, 'again -> draft'), { reviewing: lax })[0]?.path, [
    ...['start', 'draft', 'review', 'asked', 'gate', 'passed', 'decide'],
  ]);
  t.ok(play({ caller: caller({}, 'again -> decide'), reviewing }, 'caller').bypass);
});

t.test('a decision inside a called process is looked at where it is called', async (t) => {
  const deciding = processModel({ begin: start, decide, end }, ['begin -> decide', 'decide -> end'], 'deciding');
  const call: Shape = { type: 'callActivity', calledElement: 'deciding' };
  const early = processModel({ start, call }, ['start -> call'], 'early');
  t.match(proveClearance(early, { deciding }), [{ elementId: 'decide', path: ['start', 'call', 'begin', 'decide'] }]);
  const late = processModel({ ...nodes, decide: call }, [...ways, toOpinion], 'late');
  t.strictSame(proveClearance(late, { deciding }), []);
});

t.test('what is called from elsewhere is taken to clear until it is bound, and must be bound then', async (t) => {
  const process = caller({}, 'again -> draft');
  t.strictSame(proveFile({ processes: { caller: process } }), []);
  t.match(proveClearance(process, {}), [{ rule: 'clearance-not-modelled', elementId: 'review', message: /reviewing/ }]);
  const around = caller({ gate: xor }, 'again -> gate', 'gate -> decide');
  t.match(proveFile({ processes: { caller: around } }), [{ rule: 'decision-without-clearance' }]);
});

t.test('each process of a file is looked at: any of them can start a case', async (t) => {
  const deciding = processModel({ begin: start, decide }, ['begin -> decide'], 'deciding');
  const main = processModel(
    { ...nodes, decide: { type: 'callActivity', calledElement: 'deciding' } },
    [...ways, toOpinion],
    'main',
  );
  t.match(proveFile({ processes: { main, deciding } }), [{ elementId: 'decide', path: ['begin', 'decide'] }]);
});

t.test('what the check does not know is refused beside a decision, and only there', async (t) => {
  const refused = (process: ProcessModel, called: Record<string, ProcessModel> = {}) => proveClearance(process, called);
  const plain = sound['a review before the decision']!;
  const alter = (id: string, change: object): ProcessModel => {
    return { ...plain, nodes: { ...plain.nodes, [id]: { ...plain.nodes[id]!, ...change } } };
  };
  const rule = 'clearance-not-modelled';
  t.match(refused(alter('draft', { loop: { parallel: true } })), [
    { rule, elementId: 'draft', message: /loop of a userTask/ },
  ]);
  t.match(refused(alter('end', { type: 'adHocSubProcess' })), [{ rule, elementId: 'end', message: /adHocSubProcess/ }]);
  const undecided = processModel({ start, draft }, ['start -> draft']);
  t.strictSame(
    refused({ ...undecided, nodes: { ...undecided.nodes, draft: { ...undecided.nodes['draft']!, loop: 1 } as never } }),
    [],
  );

  const twice = processModel(
    { start, fork: and, meet: xor, wrap: sub, begin: within('wrap', start), work: within('wrap', task), decide },
    ['start -> fork', 'fork -> meet', 'fork -> wrap', 'meet -> wrap', 'begin -> work', 'wrap -> decide'],
  );
  t.match(refused(twice), [{ rule, elementId: 'wrap', message: /two tokens/ }]);

  const call = (calledElement: string): Shape => ({ type: 'callActivity', calledElement });
  const circle = processModel({ start, call: call('circle'), decide }, ['start -> call', 'call -> decide'], 'circle');
  t.match(refused(circle, { circle }), [{ rule, elementId: 'call', message: /calls itself/ }]);

  const wide = (id: string, next: string) =>
    processModel(
      { start, ...Object.fromEntries(Array.from({ length: 12 }, (_, no) => [`c${String(no)}`, call(next)])) },
      [],
      id,
    );
  const leaf = processModel({ start, decide }, ['start -> decide'], 'leaf');
  const called = { a: wide('a', 'b'), b: wide('b', 'c'), c: wide('c', 'leaf'), leaf };
  t.match(refused(wide('root', 'a'), called), [{ rule, message: new RegExp(String(maxPlaces)) }]);
});

t.test('a process of the largest size is proved within a second', async (t) => {
  const count = 700;
  const shapes: Record<string, Shape> = { ...nodes, fork: and, join: and };
  const flows = ['start -> draft', 'draft -> opinion', 'opinion -> fork : by passed', 'join -> decide'];
  for (let no = 0; no < count; no++) {
    shapes[`t${String(no)}`] = task;
    flows.push(`fork -> t${String(no)}`, `t${String(no)} -> join`);
  }
  const process = processModel(shapes, flows);
  const began = performance.now();
  t.strictSame(proveClearance(process, {}), []);
  const took = performance.now() - began;
  t.comment(`${took.toFixed(0)} ms`);
  t.ok(took < 5_000);
});
