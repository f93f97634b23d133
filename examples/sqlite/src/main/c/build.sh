#!/bin/sh
# Makes src/main/wasm/dev/kiln/examples/sqlite/sqlite3.wasm; see README.md.
# usage: src/main/c/build.sh FOLDER-WITH-SQLITE3.C
set -e
here=$(dirname "$0")
options='-DSQLITE_OS_OTHER=1 -DSQLITE_THREADSAFE=0 -DSQLITE_TEMP_STORE=3 -DSQLITE_OMIT_LOAD_EXTENSION
  -DSQLITE_OMIT_LOCALTIME -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE -DSQLITE_OMIT_AUTOINIT
  -DSQLITE_OMIT_WAL -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_DQS=0 -DSQLITE_USE_URI=0
  -DSQLITE_LIKE_DOESNT_MATCH_BLOBS'
exports='initialize libversion open_v2 close_v2 errmsg extended_errcode exec
  prepare_v2 step reset finalize clear_bindings sql
  bind_parameter_count bind_parameter_index bind_null bind_int64 bind_double bind_text bind_blob
  column_count column_name column_type column_int64 column_double column_text column_blob column_bytes
  changes64 last_insert_rowid malloc free
  create_function_v2 create_collation_v2 user_data
  value_type value_int64 value_double value_text value_blob value_bytes
  result_null result_int64 result_double result_text result_blob result_error'
flags=
for name in $exports; do
  flags="$flags -Wl,--export=sqlite3_$name"
done
# SQLite calls callbacks by their index in the function table: Java puts its functions there.
clang --target=wasm32-wasi -mexec-model=reactor -O2 -Wall -I"$1" $options \
  -Wl,--strip-debug -Wl,--export-table -Wl,--growable-table -Wl,--stack-first -Wl,-z,stack-size=524288 $flags \
  -o "$here/../wasm/dev/kiln/examples/sqlite/sqlite3.wasm" "$here/vfs.c" "$1/sqlite3.c"
chmod 644 "$here/../wasm/dev/kiln/examples/sqlite/sqlite3.wasm"
