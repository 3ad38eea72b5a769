import { readFileSync } from 'node:fs';

/** Sends a BPMN file to a running service and prints its answer; 1 when the service refuses it. */
export async function deploy(url: string, key: string, file: string): Promise<0 | 1> {
  const response = await fetch(new URL('/v1/definitions', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/xml' },
    body: readFileSync(file),
  });
  const answer: unknown = await response.json();
  console.log(JSON.stringify(answer, null, 2));
  return response.ok ? 0 : 1;
}
