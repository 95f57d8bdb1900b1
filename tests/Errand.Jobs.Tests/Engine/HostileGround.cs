using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Engine;

/// <summary>One repository for many jobs that leave it as it was.</summary>
public sealed class HostileGround : IAsyncLifetime
{
    internal JobEngine Engine { get; } = new(new SandboxSettings());

    public Task InitializeAsync()
    {
        Engine.Repository.Write(".gitignore", "node_modules/\n").Write("src/one.txt", "one\n").Write("src/deep/two.txt", "two\n").Write("web/package.json", "{}\n").Write("tests/there.sh", "test -s src/in.txt\n").Commit();
        Engine.Repository.Write("web/node_modules/left/index.js", "left\n");
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Engine.DisposeAsync().AsTask();
}
