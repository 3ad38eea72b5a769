import { parentPort } from 'node:worker_threads';
import { parseDefinition } from './parse.ts';

// thread entry: one file in, one reading out
parentPort?.on('message', (bytes: Uint8Array) => {
  void parseDefinition(bytes).then((reading) => {
    parentPort?.postMessage(reading);
  });
});
parentPort?.postMessage('ready');
