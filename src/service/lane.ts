const lanes = new Map<string, Promise<unknown>>();

/**
 * Runs the work of one key one after the other within this process, so that commands of one case only meet on the
 * database when they come from different nodes.
 */
export async function inLane<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = lanes.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  lanes.set(key, mine);
  try {
    return await mine;
  } finally {
    if (lanes.get(key) === mine) lanes.delete(key);
  }
}
