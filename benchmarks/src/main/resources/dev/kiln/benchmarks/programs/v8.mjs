// Measures a program in V8: node v8.mjs MODULE WARMUP SAMPLE SAMPLES INPUT OUTPUT
// [--dir HOST::GUEST]… -- ARGV…. Arguments and output are those of dev.kiln.benchmarks.measure.

import { lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Wasi } from './wasi.mjs';

/** A folder's content as a Map; links and the like are left out. */
function tree(folder) {
  const entries = new Map();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isDirectory()) entries.set(name, tree(path));
    else if (stat.isFile()) entries.set(name, readFileSync(path));
  }
  return entries;
}

const [file, warmup, sample, samples, input, output, ...rest] = process.argv.slice(2);
const dirs = new Map();
while (rest.shift() === '--dir') {
  const [host, guest] = rest.shift().split('::', 2);
  dirs.set(guest, tree(host));
}
const stdin = input === '-' ? new Uint8Array(0) : readFileSync(input);
const wasm = readFileSync(file);

const now = () => process.hrtime.bigint();
const cpu = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) * 1000;
};

function check({ exit, output, errors }, expected) {
  if (exit !== 0) {
    throw new Error(`the program ended with exit code ${exit} and wrote on standard error: ${errors}`);
  }
  if (!output.equals(expected.output)) {
    throw new Error("a later run's output is not that of the first");
  }
}

const start = now();
const cpuStart = process.cpuUsage();
const module = new WebAssembly.Module(wasm);
const run = () => new Wasi({ args: rest, stdin, dirs }).run(module);
const expected = run();
const firstWall = now() - start;
const firstCpu = cpu(cpuStart);
// Standard output is a pipe, and writing to it is synchronous.
console.log('started');
console.log(`first ${firstWall} ${firstCpu}`);
check(expected, expected);
writeFileSync(output, expected.output);

const end = start + BigInt(warmup) * 1000000n;
while (now() < end) check(run(), expected);

for (let i = 0; i < Number(samples); i++) {
  let wall = 0n;
  let used = 0;
  let runs = 0;
  do {
    const cpuBefore = process.cpuUsage();
    const before = now();
    const outcome = run();
    wall += now() - before;
    used += cpu(cpuBefore);
    runs++;
    check(outcome, expected);
  } while (wall < BigInt(sample) * 1000000n);
  console.log(`sample ${wall} ${used} ${runs}`);
}
