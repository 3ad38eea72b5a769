import { checkLayers, faultsOf } from './checkLayers.ts';

const check = await checkLayers('src');
const faults = faultsOf(check);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`layers: ${check.cruised} files, no violation`);
