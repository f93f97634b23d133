// A small WASI preview 1 host for measuring programs in V8: what it holds is memory only, so that a
// program can be instantiated thousands of times. Streams are buffers, directories are trees that
// can be read and not written. What a program imports and this does not have returns ENOSYS.

const SUCCESS = 0, BADF = 8, EXIST = 20, INVAL = 28, ISDIR = 31, NOENT = 44, NOSYS = 52;
const NOTDIR = 54, ROFS = 69, SPIPE = 70, NOTCAPABLE = 76;
const UNKNOWN = 0, DIRECTORY = 3, REGULAR_FILE = 4;
const O_CREAT = 1, O_DIRECTORY = 2, O_EXCL = 4, O_TRUNC = 8;
const RIGHTS = 0x1fffffffn, RIGHT_SEEK = 1n << 2n, RIGHT_TELL = 1n << 5n, RIGHT_WRITE = 1n << 6n;
const FILE_RIGHTS = RIGHTS & ~RIGHT_WRITE;
const STREAM_RIGHTS = RIGHTS & ~(RIGHT_SEEK | RIGHT_TELL);

class Exit extends Error {
  constructor(code) {
    super(`exit code ${code}`);
    this.code = code;
  }
}

class ErrnoError extends Error {
  constructor(errno) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

const fail = (errno) => {
  throw new ErrnoError(errno);
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const cString = (text) => encoder.encode(`${text}\0`);

/** What is written to it, in pieces. */
class Output {
  pieces = [];
  type = UNKNOWN;
  rights = STREAM_RIGHTS;

  write(bytes) {
    this.pieces.push(bytes.slice());
    return bytes.length;
  }

  content() {
    return Buffer.concat(this.pieces);
  }
}

/** Bytes that are read from the front to the end; `seekable` where it is a file. */
class Input {
  position = 0;

  constructor(bytes, seekable) {
    this.bytes = bytes;
    this.seekable = seekable;
    this.type = seekable ? REGULAR_FILE : UNKNOWN;
    this.rights = seekable ? FILE_RIGHTS : STREAM_RIGHTS;
  }

  get size() {
    return this.seekable ? this.bytes.length : 0;
  }

  read(target, at = this.position) {
    const part = this.bytes.subarray(at, at + target.length);
    target.set(part);
    return part.length;
  }
}

/** An open directory: a Map from names to Maps and byte arrays. */
class Directory {
  type = DIRECTORY;
  rights = FILE_RIGHTS;
  size = 0;

  constructor(tree, preopenName) {
    this.tree = tree;
    this.preopenName = preopenName;
  }

  find(path) {
    const open = [this.tree];
    if (path.startsWith('/')) fail(NOTCAPABLE);
    for (const name of path.split('/')) {
      if (name === '' || name === '.') continue;
      const here = open.at(-1);
      if (!(here instanceof Map)) fail(NOTDIR);
      if (name === '..') {
        if (open.length === 1) fail(NOTCAPABLE);
        open.pop();
      } else {
        open.push(here.get(name) ?? fail(NOENT));
      }
    }
    return open.at(-1);
  }
}

/** One program's state; a new one for each run. */
export class Wasi {
  #memory;
  #args;
  #env;
  #output = new Output();
  #errors = new Output();
  #open;

  /** @param dirs a Map from the program's names of directories to their trees */
  constructor({ args, env = {}, stdin = new Uint8Array(0), dirs = new Map() }) {
    this.#args = args.map(cString);
    this.#env = Object.entries(env).map(([name, value]) => cString(`${name}=${value}`));
    this.#open = [new Input(stdin, false), this.#output, this.#errors];
    for (const [name, tree] of dirs) this.#open.push(new Directory(tree, encoder.encode(name)));
  }

  /** Instantiates a module and runs its `_start`. */
  run(module) {
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      const implementation = this[name];
      (imports[from] ??= {})[name] =
        implementation === undefined ? () => NOSYS : this.#guard(implementation);
    }
    const instance = new WebAssembly.Instance(module, imports);
    this.attach(instance.exports.memory);
    let exit = 0;
    try {
      instance.exports._start();
    } catch (e) {
      if (!(e instanceof Exit)) throw e;
      exit = e.code;
    }
    return { exit, output: this.#output.content(), errors: this.#errors.content() };
  }

  /** The memory that the functions read and write. */
  attach(memory) {
    this.#memory = memory;
  }

  #guard(implementation) {
    return (...parameters) => {
      try {
        return implementation.apply(this, parameters) ?? SUCCESS;
      } catch (e) {
        if (e instanceof ErrnoError) return e.errno;
        throw e;
      }
    };
  }

  #view() {
    return new DataView(this.#memory.buffer);
  }

  #bytes(address, length) {
    return new Uint8Array(this.#memory.buffer, address >>> 0, length >>> 0);
  }

  #descriptor(fd) {
    return this.#open[fd] ?? fail(BADF);
  }

  #directory(fd) {
    const found = this.#descriptor(fd);
    return found instanceof Directory ? found : fail(NOTDIR);
  }

  #input(fd) {
    const found = this.#descriptor(fd);
    if (found instanceof Directory) fail(ISDIR);
    return found instanceof Input ? found : fail(BADF);
  }

  #strings(strings, pointers, buffer) {
    for (const string of strings) {
      this.#view().setUint32(pointers, buffer, true);
      this.#bytes(buffer, string.length).set(string);
      pointers += 4;
      buffer += string.length;
    }
  }

  #sizes(strings, count, size) {
    this.#view().setUint32(count, strings.length, true);
    this.#view().setUint32(size, strings.reduce((sum, string) => sum + string.length, 0), true);
  }

  /** Calls `piece` with the bytes of each vector until one is not used up; writes the sum. */
  #vectors(vectors, count, result, piece) {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const length = this.#view().getUint32(vectors + 8 * i + 4, true);
      const done = piece(this.#bytes(this.#view().getUint32(vectors + 8 * i, true), length), sum);
      sum += done;
      if (done < length) break;
    }
    this.#view().setUint32(result, sum, true);
  }

  #stat(entry, address) {
    this.#bytes(address, 64).fill(0);
    this.#view().setUint8(address + 16, entry.type);
    this.#view().setBigUint64(address + 24, 1n, true);
    this.#view().setBigUint64(address + 32, BigInt(entry.size ?? 0), true);
  }

  #at(fd, path, length) {
    const found = this.#directory(fd).find(decoder.decode(this.#bytes(path, length)));
    return found instanceof Map ? new Directory(found) : new Input(found, true);
  }

  args_get(pointers, buffer) {
    this.#strings(this.#args, pointers, buffer);
  }

  args_sizes_get(count, size) {
    this.#sizes(this.#args, count, size);
  }

  environ_get(pointers, buffer) {
    this.#strings(this.#env, pointers, buffer);
  }

  environ_sizes_get(count, size) {
    this.#sizes(this.#env, count, size);
  }

  clock_res_get(clock, result) {
    this.#view().setBigUint64(result, clock === 0 ? 1000000n : 1n, true);
  }

  clock_time_get(clock, precision, result) {
    const now = clock === 0 ? BigInt(Date.now()) * 1000000n : process.hrtime.bigint();
    this.#view().setBigUint64(result, now, true);
  }

  random_get(address, length) {
    for (let at = 0; at < length; at += 65536) {
      crypto.getRandomValues(this.#bytes(address + at, Math.min(65536, length - at)));
    }
  }

  proc_exit(code) {
    throw new Exit(code);
  }

  sched_yield() {}

  fd_write(fd, vectors, count, result) {
    const output = this.#descriptor(fd);
    if (!(output instanceof Output)) fail(BADF);
    this.#vectors(vectors, count, result, (bytes) => output.write(bytes));
  }

  fd_read(fd, vectors, count, result) {
    const input = this.#input(fd);
    this.#vectors(vectors, count, result, (bytes) => {
      const done = input.read(bytes);
      input.position += done;
      return done;
    });
  }

  fd_pread(fd, vectors, count, offset, result) {
    const input = this.#input(fd);
    if (!input.seekable) fail(SPIPE);
    this.#vectors(vectors, count, result, (b, sum) => input.read(b, Number(offset) + sum));
  }

  fd_seek(fd, offset, whence, result) {
    const file = this.#descriptor(fd);
    if (!file.seekable) fail(file instanceof Directory ? BADF : SPIPE);
    const base = [0, file.position, file.size][whence] ?? fail(INVAL);
    const position = base + Number(offset);
    if (position < 0) fail(INVAL);
    file.position = position;
    this.#view().setBigUint64(result, BigInt(position), true);
  }

  fd_tell(fd, result) {
    return this.fd_seek(fd, 0n, 1, result);
  }

  fd_close(fd) {
    this.#descriptor(fd);
    this.#open[fd] = undefined;
  }

  fd_fdstat_get(fd, address) {
    const { type, rights } = this.#descriptor(fd);
    this.#bytes(address, 24).fill(0);
    this.#view().setUint8(address, type);
    this.#view().setBigUint64(address + 8, rights, true);
    this.#view().setBigUint64(address + 16, rights, true);
  }

  fd_fdstat_set_flags(fd) {
    this.#descriptor(fd);
  }

  fd_filestat_get(fd, address) {
    this.#stat(this.#descriptor(fd), address);
  }

  fd_prestat_get(fd, address) {
    const name = this.#descriptor(fd).preopenName ?? fail(BADF);
    this.#view().setUint32(address, 0, true);
    this.#view().setUint32(address + 4, name.length, true);
  }

  fd_prestat_dir_name(fd, address, length) {
    const name = this.#descriptor(fd).preopenName ?? fail(BADF);
    this.#bytes(address, length).set(name.subarray(0, length));
  }

  path_filestat_get(fd, flags, path, length, address) {
    this.#stat(this.#at(fd, path, length), address);
  }

  path_open(fd, lookup, path, length, oflags, rights, inheriting, fdflags, result) {
    if ((oflags & O_TRUNC) !== 0) fail(ROFS);
    let opened;
    try {
      opened = this.#at(fd, path, length);
    } catch (e) {
      throw e.errno === NOENT && (oflags & O_CREAT) !== 0 ? new ErrnoError(ROFS) : e;
    }
    if ((oflags & O_CREAT) !== 0 && (oflags & O_EXCL) !== 0) fail(EXIST);
    if ((oflags & O_DIRECTORY) !== 0 && opened.type !== DIRECTORY) fail(NOTDIR);
    if (opened.type === REGULAR_FILE && (BigInt(rights) & RIGHT_WRITE) !== 0n) fail(ROFS);
    let free = this.#open.indexOf(undefined);
    if (free < 0) free = this.#open.length;
    this.#open[free] = opened;
    this.#view().setUint32(result, free, true);
  }
}
