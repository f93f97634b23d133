package dev.kiln.it.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A container that runs one jar of a {@link RunTimeImage}: its root cannot be written, it has no
 * network, no capability, and {@value #HEAP} of heap.
 */
final class JavaContainer extends GenericContainer<JavaContainer> {
  static final String HEAP = "-Xmx64m";

  private static final Duration TIMEOUT = Duration.ofSeconds(50);

  private final List<Bind> binds = new ArrayList<>();
  private final List<String> options = new ArrayList<>(List.of(HEAP));

  /**
   * What became of it; {@code wall} is from the start of its process to its end, as the engine saw
   * it.
   */
  record Ended(long exit, String output, String errors, Duration wall) {}

  /** Waits for the end of the container, which is its success whatever its exit code is. */
  private static final class UntilEnd extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient client, String id) {
      String status = getCurrentState(client, id).getStatus();
      return "exited".equals(status) ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
    }
  }

  JavaContainer(RunTimeImage image) {
    super(DockerImageName.parse(image.name()));
    withNetworkMode("none");
    withStartupAttempts(1);
    withCreateContainerCmdModifier(
        command -> {
          HostConfig host = Objects.requireNonNull(command.getHostConfig());
          host.withReadonlyRootfs(true).withCapDrop(Capability.ALL);
          host.withBinds(binds);
        });
  }

  /** Mounts a folder that the container may read. */
  JavaContainer mount(Path host, String guest) {
    binds.add(new Bind(host.toString(), new Volume(guest), AccessMode.ro));
    return this;
  }

  /** Mounts a folder that the container may also write. */
  JavaContainer mountWritable(Path host, String guest) {
    binds.add(new Bind(host.toString(), new Volume(guest), AccessMode.rw));
    return this;
  }

  /** Adds options of the JVM. */
  JavaContainer options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Runs a jar to its end. */
  Ended run(String jar, String... args) {
    command(jar, args);
    withStartupCheckStrategy(new UntilEnd().withTimeout(TIMEOUT));
    start();
    InspectContainerResponse.ContainerState state = getCurrentContainerInfo().getState();
    return new Ended(
        Objects.requireNonNull(state.getExitCodeLong()),
        getLogs(OutputType.STDOUT),
        getLogs(OutputType.STDERR),
        Duration.between(
            Instant.parse(state.getStartedAt()), Instant.parse(state.getFinishedAt())));
  }

  /** Runs a jar and does not wait for its end. */
  void begin(String jar, String... args) {
    command(jar, args);
    withStartupCheckStrategy(new IsRunningStartupCheckStrategy().withTimeout(TIMEOUT));
    start();
  }

  private void command(String jar, String... args) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-jar", jar));
    command.addAll(List.of(args));
    withCommand(command.toArray(String[]::new));
  }
}
