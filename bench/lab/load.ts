import { openConnection } from './connection.ts';
import { sideBySide, type Stretch } from './measure.ts';
import { startService, type ServiceProcess } from '../../test/crash/service.ts';
import type { Lab } from './databases.ts';
import type { RoundCase } from './office.ts';
import { join } from 'node:path';

/** The product serving a lab's database, as a process of its own with its ordinary log. */
export async function serveLab({ env, folder }: Pick<Lab, 'env' | 'folder'>): Promise<ServiceProcess> {
  const service = await startService([], { env, logFile: join(folder, 'service.log') });
  await service.ready;
  return service;
}

/** Completions over HTTP: one keep-alive connection a case, each asking again as soon as it is answered. */
export async function completeOverHttp(
  url: string,
  key: string,
  cases: readonly RoundCase[],
  seconds: number,
): Promise<Stretch> {
  const connections = cases.map(() => openConnection(url, key));
  try {
    return await sideBySide(cases.length, seconds, async (writer) => {
      const one = cases[writer]!;
      const body = `{"variables":{"checked":${one.task}}}`;
      const answer = await connections[writer]!.post(`/v1/tasks/${one.id}.${one.task}/complete`, body);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
      const { tasks } = JSON.parse(answer.body) as { tasks: { id: string }[] };
      one.task = Number(tasks[0]!.id.slice(one.id.length + 1));
    });
  } finally {
    for (const connection of connections) connection.close();
  }
}
