using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>Runs a command of the user's in a sandbox like a worker's, for people to look around in.</summary>
public sealed class SandboxLook(Sandboxes sandboxes, ProcessRunner processes, ErrandEnvironment environment)
{
    /// <param name="command">The program and its arguments.</param>
    /// <param name="isReadOnly">Whether the directory may not be changed.</param>
    /// <param name="network">What is shown of the network.</param>
    /// <param name="output">What becomes of what it prints.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="ErrandException">No sandbox works, or the program does not exist.</exception>
    public async Task<ProcessExit> RunAsync(IReadOnlyList<string> command, bool isReadOnly, SandboxNetwork network, ProcessOutput output, CancellationToken cancellationToken)
    {
        ISandbox sandbox = await sandboxes.ChooseAsync(cancellationToken);
        DirectoryInfo home = Directory.CreateTempSubdirectory("errand-home-");
        try
        {
            string temp = sandbox.Kind == SandboxKind.Landlock ? Directory.CreateDirectory(Path.Combine(home.FullName, "tmp")).FullName : WorkerSandbox.Temp;
            string path = SearchPath.Absolute(environment.Variables.GetValueOrDefault("PATH"));
            string program = FindProgram(command[0], path);
            var programs = new ProgramMounts(environment.HomeDirectory, [environment.StateDirectory, environment.WorkingDirectory]);
            programs.AddSearchPath(path);
            programs.AddProgram(program);
            var spec = new SandboxSpec
            {
                Home = home.FullName,
                Network = network,
                Mounts = [.. programs.Mounts, BindMount.Writable(home.FullName), new BindMount(environment.WorkingDirectory, environment.WorkingDirectory, !isReadOnly)],
            };
            await using SandboxedRun run = sandbox.Prepare(spec, Command(program, command, path, home.FullName, temp));
            await using RunningProcess process = processes.Start(run.Command, output, TerminationPolicy.Default);
            run.Begin();
            await using CancellationTokenRegistration kill = cancellationToken.UnsafeRegister(_ => process.Kill(), null);
            return await process.WaitAsync(CancellationToken.None);
        }
        catch (ProcessStartException fault)
        {
            throw new ErrandException(ErrorCatalog.WorkerProgramMissing, fault.Message, fault);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private ProcessCommand Command(string program, IReadOnlyList<string> command, string path, string home, string temp) => new(program, [.. command.Skip(1)])
    {
        WorkingDirectory = environment.WorkingDirectory,
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["LANG"] = environment.Variables.GetValueOrDefault("LANG", "C.UTF-8"),
            ["PATH"] = path,
            ["TERM"] = "dumb",
            ["TMPDIR"] = temp,
        },
    };

    private static string FindProgram(string name, string path) =>
        (name.Contains('/') ? [Path.GetFullPath(name, "/")] : path.Split(':').Select(directory => Path.Combine(directory, name))).FirstOrDefault(WorkerProgram.IsExecutable)
        ?? throw new ErrandException(ErrorCatalog.WorkerProgramMissing, $"The program {Escaping.Quote(name, 80)} is in no directory of PATH. Give its absolute path.");
}
