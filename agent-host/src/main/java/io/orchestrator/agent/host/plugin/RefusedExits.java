package io.orchestrator.agent.host.plugin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a plugin's calls of System.exit, Runtime.exit and Runtime.halt fail. Each class that has
 * one gets a private method that throws, and calls that instead. What is called by reflection is
 * out of reach.
 */
final class RefusedExits {
  /** A way to end the JVM, and the method that stands in for it. */
  private enum Exit {
    SYSTEM_EXIT("java/lang/System", "exit", "(I)V"),
    RUNTIME_EXIT("java/lang/Runtime", "exit", "(Ljava/lang/Runtime;I)V"),
    RUNTIME_HALT("java/lang/Runtime", "halt", "(Ljava/lang/Runtime;I)V");

    private final String owner;
    private final String method;
    private final String descriptor;

    /**
     * One of them.
     *
     * @param descriptor of the method that stands in, which is static
     */
    Exit(String owner, String method, String descriptor) {
      this.owner = owner;
      this.method = method;
      this.descriptor = descriptor;
    }

    static Optional<Exit> of(String owner, String method) {
      return Stream.of(values())
          .filter(exit -> exit.owner.equals(owner) && exit.method.equals(method))
          .findFirst();
    }

    String replacement() {
      return "refused$" + name().toLowerCase(Locale.ROOT);
    }

    String people() {
      return owner.substring(owner.lastIndexOf('/') + 1) + "." + method;
    }
  }

  private RefusedExits() {}

  /** The class with those calls replaced; empty if it has none. */
  static Optional<byte[]> replaced(String pluginId, byte[] classFile) {
    if (!mayBeIn(classFile)) {
      return Optional.empty();
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    Replacing replacing = new Replacing(pluginId, reader, writer);
    reader.accept(replacing, 0);
    return replacing.found.isEmpty() ? Optional.empty() : Optional.of(writer.toByteArray());
  }

  // Quick, for most classes have none.
  private static boolean mayBeIn(byte[] classFile) {
    // Names are in a class file as they are.
    String text = new String(classFile, StandardCharsets.ISO_8859_1);
    return Stream.of(Exit.values())
        .anyMatch(exit -> text.contains(exit.owner) && text.contains(exit.method));
  }

  private static final class Replacing extends ClassVisitor {
    private final String pluginId;
    private final String className;
    private final boolean inInterface;
    private final Set<Exit> found = new LinkedHashSet<>();

    Replacing(String pluginId, ClassReader reader, ClassWriter next) {
      super(Opcodes.ASM9, next);
      this.pluginId = pluginId;
      this.className = reader.getClassName();
      this.inInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(
          Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean ofInterface) {
          Optional<Exit> exit = Exit.of(owner, method);
          if (exit.isPresent()) {
            found.add(exit.get());
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                className,
                exit.get().replacement(),
                exit.get().descriptor,
                inInterface);
          } else {
            super.visitMethodInsn(opcode, owner, method, type, ofInterface);
          }
        }

        // A method reference, such as System::exit.
        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          Object[] replaced =
              Stream.of(arguments)
                  .map(argument -> argument instanceof Handle handle ? instead(handle) : argument)
                  .toArray();
          super.visitInvokeDynamicInsn(method, type, bootstrap, replaced);
        }
      };
    }

    private Handle instead(Handle handle) {
      Optional<Exit> exit = Exit.of(handle.getOwner(), handle.getName());
      if (exit.isEmpty()) {
        return handle;
      }
      found.add(exit.get());
      return new Handle(
          Opcodes.H_INVOKESTATIC,
          className,
          exit.get().replacement(),
          exit.get().descriptor,
          inInterface);
    }

    @Override
    public void visitEnd() {
      found.forEach(this::addReplacement);
      super.visitEnd();
    }

    private void addReplacement(Exit exit) {
      MethodVisitor method =
          super.visitMethod(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
              exit.replacement(),
              exit.descriptor,
              null,
              null);
      String message =
          "the plugin "
              + pluginId
              + " called "
              + exit.people()
              + " in "
              + className.replace('/', '.')
              + ", and a plugin must not end the agent";
      method.visitCode();
      method.visitTypeInsn(Opcodes.NEW, "java/lang/SecurityException");
      method.visitInsn(Opcodes.DUP);
      method.visitLdcInsn(message);
      method.visitMethodInsn(
          Opcodes.INVOKESPECIAL,
          "java/lang/SecurityException",
          "<init>",
          "(Ljava/lang/String;)V",
          false);
      method.visitInsn(Opcodes.ATHROW);
      method.visitMaxs(3, 2);
      method.visitEnd();
    }
  }
}
