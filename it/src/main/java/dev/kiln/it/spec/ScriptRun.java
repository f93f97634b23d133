package dev.kiln.it.spec;

import dev.kiln.it.spec.Command.Action;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Global;
import dev.kiln.runtime.ImportType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.ModuleClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one script in a store of its own and counts. */
final class ScriptRun {
  private final ClassLoader loader;
  private final FileResult result;
  private final int onlyLine;
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);

  /** What modules can import, by module name. */
  private final Map<String, Slot> registered = new HashMap<>();

  private final Map<String, Slot> instances = new HashMap<>();
  private final Map<String, Source> definitions = new HashMap<>();
  private Slot current = Slot.absent(Verdict.failed("there is no module yet"), List.of());

  /**
   * A run.
   *
   * @param loader has the module classes
   * @param result counts
   * @param onlyLine counts assertions of this line alone; all where it is 0
   */
  ScriptRun(ClassLoader loader, FileResult result, int onlyLine) {
    this.loader = loader;
    this.result = result;
    this.onlyLine = onlyLine;
    registered.put(Spectest.NAME, Slot.host(Spectest.exports(store)));
  }

  void run(List<Command> commands) {
    for (Command command : commands) {
      if (onlyLine == 0 || command.line() <= onlyLine) {
        run(command);
      }
    }
  }

  private void run(Command command) {
    if (command instanceof Command.Module c) {
      enter(c.line(), c.name(), c.source());
    } else if (command instanceof Command.Definition c) {
      definitions.put(c.name(), c.source());
      definitions.put("", c.source());
      if (c.source() instanceof Source.Broken broken) {
        count(c.line(), Verdict.failed("module: " + broken.message()));
      }
    } else if (command instanceof Command.InstanceOf c) {
      Source source = definitions.get(c.module());
      enter(c.line(), c.name(), source != null ? source : new Source.Broken("not defined"));
    } else if (command instanceof Command.Register c) {
      registered.put(c.as(), slot(c.name()));
    } else if (command instanceof Command.Run c) {
      Verdict verdict = perform(c.action(), null);
      if (verdict.outcome() == Outcome.FAILED) {
        count(c.line(), verdict);
      }
    } else if (command instanceof Command.AssertReturn c) {
      count(c.line(), perform(c.action(), c.expected()));
    } else if (command instanceof Command.AssertTrap c) {
      count(c.line(), trap(c.action(), c.text()));
    } else if (command instanceof Command.AssertException c) {
      count(c.line(), exception(c.action()));
    } else if (command instanceof Command.AssertUnlinkable c) {
      count(c.line(), refusal(c.source(), LinkException.class, c.text()));
    } else if (command instanceof Command.AssertUninstantiable c) {
      count(c.line(), refusal(c.source(), Trap.class, c.text()));
    } else if (command instanceof Command.Settled c) {
      count(c.line(), new Verdict(c.outcome(), c.detail()));
    }
  }

  private void count(int line, Verdict verdict) {
    if (onlyLine == 0 || line == onlyLine) {
      result.count(line, verdict);
    }
  }

  private Slot slot(String name) {
    Slot named = name.isEmpty() ? current : instances.get(name);
    return named != null
        ? named
        : Slot.absent(Verdict.failed("there is no module \"" + name + "\""), List.of());
  }

  /** Instantiates; a failure of the module itself counts as one failure. */
  private void enter(int line, String name, Source source) {
    try {
      current = instantiate(source);
    } catch (Throwable thrown) {
      current = Slot.absent(Verdict.failed("module", thrown), List.of());
    }
    Verdict absent = current.absent();
    if (absent != null && absent.outcome() == Outcome.FAILED) {
      count(line, absent);
    }
    if (!name.isEmpty()) {
      instances.put(name, current);
    }
  }

  /**
   * Makes an instance.
   *
   * @return it, or a slot that says why there is none: refused, or not compiled
   * @throws LinkException where it does not link
   * @throws Trap where it traps
   */
  private Slot instantiate(Source source) throws ReflectiveOperationException {
    if (source instanceof Source.Broken broken) {
      return Slot.absent(Verdict.failed("module: " + broken.message()), List.of());
    }
    if (source instanceof Source.Refused refused) {
      List<Slot> from = slots(new LinkedHashSet<>(refused.imports()));
      from.forEach(slot -> slot.missWrites(refused.proposals()));
      return Slot.absent(Verdict.refused(refused.proposals()), from);
    }
    Module module = Module.of(engine, moduleClass((Source.Compiled) source));
    Set<String> names = new LinkedHashSet<>();
    Linker linker = new Linker(engine).allowShadowing(true);
    for (ImportType wanted : module.imports()) {
      names.add(wanted.module());
      Slot offering = registered.get(wanted.module());
      Extern item = offering == null ? null : offering.exports().get(wanted.name());
      if (item != null) {
        linker.define(wanted.module(), wanted.name(), item);
      } else if (wanted.module().equals(Spectest.NAME)) {
        String proposal = Spectest.REFUSED.get(wanted.name());
        if (proposal != null) {
          return Slot.absent(Verdict.refused(proposal), List.of());
        }
      }
    }
    List<Slot> from = slots(names);
    for (Slot slot : from) {
      Verdict absent = slot.absent();
      if (absent != null) {
        return Slot.absent(absent, from);
      }
    }
    return Slot.live(linker.instantiate(store, module), from);
  }

  private List<Slot> slots(Set<String> names) {
    List<Slot> slots = new ArrayList<>();
    for (String name : names) {
      Slot slot = registered.get(name);
      if (slot != null) {
        slots.add(slot);
      }
    }
    return slots;
  }

  private ModuleClass moduleClass(Source.Compiled source) throws ReflectiveOperationException {
    return (ModuleClass)
        Class.forName(source.className(), true, loader).getDeclaredConstructor().newInstance();
  }

  private @Nullable Object[] call(Instance instance, Action action) {
    if (!action.invoke()) {
      if (instance.export(action.field()) instanceof Global global) {
        return new @Nullable Object[] {global.get()};
      }
      throw new IllegalArgumentException("there is no global \"" + action.field() + "\"");
    }
    FuncRef function = instance.getFunction(action.field());
    @Nullable Object[] args = new @Nullable Object[action.args().size()];
    for (int i = 0; i < args.length; i++) {
      args[i] = Values.argument(action.args().get(i));
    }
    return function.call(args);
  }

  /** Performs an action and compares its results, unless {@code expected} is null. */
  private Verdict perform(Action action, @Nullable List<Value.Expected> expected) {
    Slot slot = slot(action.module());
    Instance instance = slot.instance();
    if (instance == null) {
      return absent(slot);
    }
    try {
      @Nullable Object[] results = call(instance, action);
      if (expected == null) {
        return Verdict.PASSED;
      }
      boolean equal = results.length == expected.size();
      for (int i = 0; equal && i < results.length; i++) {
        equal = Values.matches(expected.get(i), results[i]);
      }
      return equal
          ? Verdict.PASSED
          : unless(slot, action + ": expected " + expected + ", got " + describe(results));
    } catch (Throwable thrown) {
      return unless(slot, Verdict.failed(action + ": expected " + expected, thrown).detail());
    }
  }

  private Verdict trap(Action action, String text) {
    Slot slot = slot(action.module());
    Instance instance = slot.instance();
    if (instance == null) {
      return absent(slot);
    }
    String wanted = action + ": expected trap \"" + text + "\"";
    try {
      return unless(slot, wanted + ", got " + describe(call(instance, action)));
    } catch (Trap trap) {
      return says(trap, text)
          ? Verdict.PASSED
          : unless(slot, wanted + ", got trap \"" + trap.getMessage() + "\"");
    } catch (Throwable thrown) {
      return unless(slot, Verdict.failed(wanted, thrown).detail());
    }
  }

  /** The runtime has no wasm exceptions: whatever a living module does here is wrong. */
  private Verdict exception(Action action) {
    Slot slot = slot(action.module());
    return slot.instance() == null
        ? absent(slot)
        : Verdict.failed(action + ": expected a wasm exception, which the runtime does not have");
  }

  private Verdict refusal(Source source, Class<? extends Exception> wanted, String text) {
    String expected = "module: expected " + wanted.getSimpleName() + " \"" + text + "\"";
    try {
      Verdict absent = instantiate(source).absent();
      return absent != null ? absent : Verdict.failed(expected + ", but it was instantiated");
    } catch (Trap | LinkException thrown) {
      return wanted.isInstance(thrown) && says(thrown, text)
          ? Verdict.PASSED
          : Verdict.failed(expected, thrown);
    } catch (Throwable thrown) {
      return Verdict.failed(expected, thrown);
    }
  }

  private static boolean says(RuntimeException thrown, String text) {
    String message = String.valueOf(thrown.getMessage());
    // A link error names the module and the import before it says what is wrong with it.
    return thrown instanceof Trap ? message.startsWith(text) : message.contains(text);
  }

  private static Verdict absent(Slot slot) {
    Verdict why = slot.absent();
    return why != null ? why : Verdict.failed("the host's module has no instance");
  }

  /**
   * A failure, unless a refused module would have changed what the assertion sees: then it cannot
   * be told and counts as refused.
   */
  private static Verdict unless(Slot slot, String failure) {
    Set<String> missed = slot.missedWrites();
    return missed.isEmpty() ? Verdict.failed(failure) : Verdict.refused(String.join(" + ", missed));
  }

  private static String describe(@Nullable Object[] results) {
    List<String> texts = new ArrayList<>();
    for (Object value : results) {
      texts.add(Values.describe(value));
    }
    return texts.toString();
  }
}
