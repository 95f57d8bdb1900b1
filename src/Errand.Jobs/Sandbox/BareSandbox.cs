using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>No sandbox: the program runs as it is.</summary>
internal sealed class BareSandbox : ISandbox
{
    public SandboxKind Kind => SandboxKind.None;

    public SandboxedRun Prepare(SandboxSpec spec, ProcessCommand command) => SandboxedRun.Bare(command);
}
