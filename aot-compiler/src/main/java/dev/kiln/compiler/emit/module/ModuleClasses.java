package dev.kiln.compiler.emit.module;

import dev.kiln.compiler.emit.code.TargetTree;
import dev.kiln.compiler.emit.host.HostInterfaceClass;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.lower.Lowering;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * All classes of a module but those that hold its functions. Each class is a task that depends on
 * nothing but the layout, so the result is the same in whatever order the tasks run.
 */
public final class ModuleClasses {
  private final ModuleLayout layout;

  /** The classes of a valid module with this layout. */
  public ModuleClasses(ModuleLayout layout) {
    this.layout = layout;
  }

  /** The class with a {@code main}, if the module is a WASI command. */
  public Optional<String> mainClass() {
    return layout.facade().isCommand()
        ? Optional.of(layout.className() + "Main")
        : Optional.empty();
  }

  /** Whether data segments are in a resource beside the module class. */
  public boolean hasDataResource() {
    return !DataResource.isConstant(layout.module());
  }

  /**
   * The tasks that make the files.
   *
   * @param lowering lowers the constant expressions of globals and segments
   */
  public List<Callable<List<OutputFile>>> tasks(
      Lowering lowering, String compilerVersion, String sha256) {
    List<Callable<List<OutputFile>>> tasks = new ArrayList<>();
    for (int i = 0; i < layout.escapes().bodies().size(); i++) {
      int index = i;
      tasks.add(() -> file(layout.codeClass(index), new CodeClasses(layout).emit(index)));
    }
    for (int type : layout.targetTrees()) {
      tasks.add(() -> file(layout.targetTree(type), new TargetTree(layout, type).emit()));
    }
    if (layout.shapes().length > 0) {
      tasks.add(() -> file(layout.adapterClass(), new AdapterClass(layout).emit()));
    }
    tasks.add(() -> new InstanceClass(layout, lowering).emit());
    tasks.add(() -> new ModuleClassEmitter(layout, compilerVersion, sha256).emit());
    for (HostInterface host : layout.facade().interfaces()) {
      HostInterfaceClass emitter = new HostInterfaceClass(layout, host);
      emitter.tasks().forEach((name, task) -> tasks.add(() -> file(name, task.get())));
    }
    mainClass()
        .map(ClassDesc::of)
        .ifPresent(main -> tasks.add(() -> file(main, MainClass.emit(layout, main))));
    if (hasDataResource()) {
      String name = layout.className().replace('.', '/') + ".data";
      tasks.add(() -> List.of(new OutputFile(name, DataResource.of(layout.module()))));
    }
    return tasks;
  }

  private static List<OutputFile> file(ClassDesc name, byte[] content) {
    return List.of(OutputFile.of(name, content));
  }
}
