using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>A way to hold programs: one rung of the ladder.</summary>
public interface ISandbox
{
    SandboxKind Kind { get; }

    /// <summary>Makes of a command one that runs in a sandbox. Nothing is started; whoever starts it calls <see cref="SandboxedRun.Begin"/>, and disposes the run.</summary>
    /// <param name="spec">What it shows and allows.</param>
    /// <param name="command">A command with an absolute path of its program.</param>
    SandboxedRun Prepare(SandboxSpec spec, ProcessCommand command);
}
