// Tests wasi.mjs with a bare memory in place of a program.

import assert from 'node:assert/strict';
import { Wasi } from './wasi.mjs';

const bytes = (text) => new TextEncoder().encode(text);
const memory = new WebAssembly.Memory({ initial: 1 });
const view = new DataView(memory.buffer);
const text = (address, length) =>
  new TextDecoder().decode(new Uint8Array(memory.buffer, address, length));
const put = (address, content) => {
  new Uint8Array(memory.buffer).set(bytes(content), address);
  return [address, bytes(content).length];
};

const dirs = new Map([
  ['/data', new Map([['a.txt', bytes('hello')], ['sub', new Map([['b', bytes('deep')]])]])],
]);
const wasi = new Wasi({ args: ['prog', 'x'], env: { A: 'b' }, stdin: bytes('input'), dirs });
wasi.attach(memory);

/** Calls a function as an import is called: errors become numbers. */
const call = (name, ...parameters) => {
  try {
    return wasi[name](...parameters) ?? 0;
  } catch (e) {
    assert.ok(e.errno, String(e.stack));
    return e.errno;
  }
};
const open = (path, { oflags = 0, rights = 2n } = {}) =>
  call('path_open', 3, 0, ...put(500, path), oflags, rights, 0n, 0, 600);
const read = (fd, length) => {
  view.setUint32(700, 800, true);
  view.setUint32(704, length, true);
  const errno = call('fd_read', fd, 700, 1, 708);
  return errno === 0 ? text(800, view.getUint32(708, true)) : errno;
};

// Arguments and environment.
assert.equal(call('args_sizes_get', 0, 4), 0);
assert.deepEqual([view.getUint32(0, true), view.getUint32(4, true)], [2, 7]);
call('args_get', 0, 100);
assert.equal(text(100, 7), 'prog\0x\0');
assert.equal(view.getUint32(4, true), 105);
call('environ_get', 0, 100);
assert.equal(text(100, 4), 'A=b\0');

// Streams are no terminals: no character device, and they cannot be sought in.
call('fd_fdstat_get', 1, 0);
assert.notEqual(view.getUint8(0), 2);
assert.equal(call('fd_seek', 0, 0n, 1, 0), 70);
assert.equal(read(0, 3), 'inp');
assert.equal(read(0, 9), 'ut');
assert.equal(read(0, 9), '');
assert.equal(read(1, 9), 8);

// The preopened directory.
assert.equal(call('fd_prestat_get', 3, 0), 0);
assert.equal(view.getUint32(4, true), 5);
call('fd_prestat_dir_name', 3, 100, 5);
assert.equal(text(100, 5), '/data');
assert.equal(call('fd_prestat_get', 4, 0), 8);

// Files are read, and not written; no path leaves the directory.
assert.equal(open('sub/../a.txt'), 0);
const file = view.getUint32(600, true);
assert.equal(file, 4);
assert.equal(read(file, 4), 'hell');
assert.equal(call('fd_seek', file, -2n, 2, 0), 0);
assert.equal(read(file, 4), 'lo');
assert.equal(call('fd_filestat_get', file, 0), 0);
assert.deepEqual([view.getUint8(16), view.getBigUint64(32, true)], [4, 5n]);
assert.equal(call('path_filestat_get', 3, 0, ...put(500, 'sub'), 0), 0);
assert.equal(view.getUint8(16), 3);
assert.equal(open('none'), 44);
assert.equal(open('../secret'), 76);
assert.equal(open('/a.txt'), 76);
assert.equal(open('a.txt/x'), 54);
assert.equal(open('a.txt', { oflags: 2 }), 54);
assert.equal(open('a.txt', { rights: 64n }), 69);
assert.equal(open('new', { oflags: 1 }), 69);
assert.equal(call('fd_close', file), 0);
assert.equal(call('fd_close', file), 8);
assert.equal(open('sub/b'), 0);
assert.equal(view.getUint32(600, true), file);

console.log('all passed');
