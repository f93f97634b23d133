package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.MemoryType;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Preview1Test {
  /** Name and parameters as the WASI documents give them: s for i32, l for i64. */
  private static final String ALL =
      """
      args_get ss
      args_sizes_get ss
      environ_get ss
      environ_sizes_get ss
      clock_res_get ss
      clock_time_get sls
      fd_advise slls
      fd_allocate sll
      fd_close s
      fd_datasync s
      fd_fdstat_get ss
      fd_fdstat_set_flags ss
      fd_fdstat_set_rights sll
      fd_filestat_get ss
      fd_filestat_set_size sl
      fd_filestat_set_times slls
      fd_pread sssls
      fd_prestat_get ss
      fd_prestat_dir_name sss
      fd_pwrite sssls
      fd_read ssss
      fd_readdir sssls
      fd_renumber ss
      fd_seek slss
      fd_sync s
      fd_tell ss
      fd_write ssss
      path_create_directory sss
      path_filestat_get sssss
      path_filestat_set_times ssssllS
      path_link sssssss
      path_open ssssslLss
      path_readlink ssssss
      path_remove_directory sss
      path_rename ssssss
      path_symlink sssss
      path_unlink_file sss
      poll_oneoff ssss
      proc_exit s
      proc_raise s
      sched_yield
      random_get ss
      sock_accept sss
      sock_recv ssssss
      sock_send sssss
      sock_shutdown ss
      """;

  private static FuncType type(String params) {
    List<NumType> types = new ArrayList<>();
    for (char c : params.toLowerCase(java.util.Locale.ROOT).toCharArray()) {
      types.add(c == 'l' ? NumType.I64 : NumType.I32);
    }
    return FuncType.of(types.toArray(new NumType[0])).returns(NumType.I32);
  }

  @Test
  void everyFunctionHasItsType() {
    Engine engine = new Engine();
    Linker linker = new Linker(engine);
    Wasi wasi = Wasi.builder().build();
    wasi.addTo(linker);
    Store<?> store = Store.of(engine);
    List<String> lines = ALL.lines().toList();
    assertEquals(46, lines.size());
    assertEquals(46, wasi.functions().count());
    for (String line : lines) {
      String[] parts = (line + " ").split(" ", -1);
      FuncRef function = (FuncRef) linker.get(store, "wasi_snapshot_preview1", parts[0]);
      FuncType expected = type(parts[1]);
      if (parts[0].equals("proc_exit")) {
        expected = expected.returns();
      }
      assertEquals(expected, function.type(), parts[0]);
    }
  }

  /** A function stands in the table and in the switch of its family: this test compares them. */
  @Test
  void everyFunctionIsKnownToItsFamily() throws Exception {
    for (String line : ALL.lines().toList()) {
      String[] parts = (line + " ").split(" ", -1);
      try (TestProgram program = new TestProgram("")) {
        program.call(parts[0], new long[parts[1].length()]);
      } catch (ProcExit | Trap e) {
        assertEquals(ProcExit.class, e.getClass(), parts[0]);
      }
    }
  }

  @Test
  void aCallerWithoutMemoryIsToldSo() {
    Engine engine = new Engine();
    Linker linker = new Linker(engine);
    Wasi.builder().build().addTo(linker);
    FuncRef function =
        (FuncRef) linker.get(Store.of(engine), "wasi_snapshot_preview1", "sched_yield");
    LinkException e = assertThrows(LinkException.class, function::call);
    assertTrue(e.getMessage().contains("exports no memory named \"memory\""), e.getMessage());
  }

  @Test
  void exitCarriesItsCode() throws Exception {
    try (TestProgram program = new TestProgram("")) {
      assertEquals(7, assertThrows(ProcExit.class, () -> program.call("proc_exit", 7)).code());
      assertEquals(Errno.NOTSUP, program.call("proc_raise", 6));
      assertEquals(0, program.call("sched_yield"));
    }
  }

  @Test
  void socketsAreNone() throws Exception {
    try (TestProgram program = new TestProgram("")) {
      assertEquals(Errno.NOTSOCK, program.call("sock_shutdown", 1, 0));
      assertEquals(Errno.NOTSOCK, program.call("sock_send", 1, 0, 0, 0, 0));
      assertEquals(Errno.BADF, program.call("sock_recv", 9, 0, 0, 0, 0, 0));
      assertEquals(Errno.BADF, program.call("sock_accept", -1, 0, 0));
    }
  }

  @Test
  void theViewFollowsTheMemory() {
    Memory memory = Memory.create(Store.of(new Engine()), new MemoryType(1));
    GuestMemory guest = new GuestMemory(memory);
    guest.view(0, 4).put((byte) 1);
    memory.grow(3);
    guest.view(200_000, 4).put((byte) 2);
    assertEquals(1, memory.readByte(0));
    assertEquals(2, memory.readByte(200_000));
    assertThrows(Trap.class, () -> guest.check(0, 1L + memory.byteSize()));
    assertThrows(Trap.class, () -> guest.check(-1, 1));
    guest.check((int) memory.byteSize(), 0);
  }
}
