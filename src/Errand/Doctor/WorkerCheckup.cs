using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Workers;
using Errand.Trials;

namespace Errand.Doctor;

/// <summary>Examines one worker: its program, its credential, and whether it works when it is used.</summary>
/// <param name="environment">Where programs are looked up and keys are read.</param>
/// <param name="probe">Asks programs.</param>
/// <param name="handshake">Tries them; null = it is not wanted.</param>
/// <param name="clock">The clock.</param>
internal sealed class WorkerCheckup(ErrandEnvironment environment, WorkerProbe probe, Handshake? handshake, TimeProvider clock)
{
    private const string Generic = "generic";

    private string ConfigurationFile => Path.Combine(environment.StateDirectory, ConfigurationLoader.FileName);

    /// <summary>What was found. A worker that nothing refers to is no reason to fail.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(WorkerSpec worker, ErrandConfiguration configuration, CancellationToken cancellationToken)
    {
        IReadOnlyList<Finding> findings = await ExamineAsync(worker, cancellationToken);
        return IsUsed(worker, configuration)
            ? findings
            : [.. findings.Select(finding => finding.Status == FindingStatus.Fail ? finding with { Status = FindingStatus.Warn } : finding)];
    }

    /// <summary>Built-in workers are there whether somebody wants them or not; all others were asked for.</summary>
    private static bool IsUsed(WorkerSpec worker, ErrandConfiguration configuration) =>
        worker.Name == configuration.DefaultWorker
        || configuration.Tiers.Values.Any(tier => tier.Worker == worker.Name)
        || !ErrandConfiguration.Default.Workers.TryGetValue(worker.Name, out WorkerSpec? builtIn)
        || worker != builtIn;

    private async Task<IReadOnlyList<Finding>> ExamineAsync(WorkerSpec worker, CancellationToken cancellationToken)
    {
        string what = $"worker {worker.Name}";
        ScratchDirectory scratch;
        try
        {
            scratch = ScratchDirectory.Make("doctor", environment);
        }
        catch (ErrandException fault)
        {
            return [Finding.Fail(what, Sentences.First(fault), "export TMPDIR=/another/directory")];
        }

        try
        {
            WorkerCapabilities capabilities;
            try
            {
                capabilities = await probe.AskAsync(worker, scratch, cancellationToken);
            }
            catch (ErrandException fault)
            {
                return [Finding.Fail(what, Sentences.First(fault), WorkerRemedies.For(worker, fault, ConfigurationFile))];
            }

            string program = Escaping.Escape(capabilities.Version is null ? capabilities.Program : $"{worker.Driver} {capabilities.Version}, {capabilities.Program}");
            List<Finding> findings = [Finding.Ok(what, program), Credential(worker, capabilities, scratch)];
            if (worker.Driver != Generic && handshake is not null)
                findings.Add(await handshake.TryAsync($"{what} handshake", worker, cancellationToken));
            return findings;
        }
        finally
        {
            await scratch.RemoveAsync(clock);
        }
    }

    private Finding Credential(WorkerSpec worker, WorkerCapabilities capabilities, ScratchDirectory scratch)
    {
        string what = $"worker {worker.Name} credential";
        try
        {
            probe.RequireStartable(worker, capabilities, scratch);
            return Finding.Ok(what, worker switch
            {
                { KeyEnv: { } variable } => $"variable {variable} is set",
                { KeyFile: { } file } => $"key file {Escaping.Escape(file)}",
                { OwnLogin: true } => "your own login",
                { PassEnv.Count: > 0 } => $"passed on: {string.Join(", ", worker.PassEnv)}",
                { Driver: Generic } => "its own affair",
                _ => "none, for an endpoint that asks for none",
            });
        }
        catch (ErrandException fault)
        {
            return Finding.Fail(what, Sentences.First(fault), WorkerRemedies.For(worker, fault, ConfigurationFile));
        }
    }
}
