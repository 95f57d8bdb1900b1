using Errand.Benchmarks.Gateways;
using Errand.Benchmarks.MainJob;
using Errand.Benchmarks.Verdicts;

switch (args)
{
    case ["main-job", var errand, .. var file]:
        return await PublishAsync(await MainJobBenchmark.RunAsync(Path.GetFullPath(errand)), file);
    case ["gateway", var errand, var router, .. var file]:
        return await PublishAsync(await GatewayBenchmark.RunAsync(Path.GetFullPath(errand), Path.GetFullPath(router)), file);
    case ["verdict", var errand, .. var file]:
        return await PublishAsync(VerdictBenchmark.Run(Path.GetFullPath(errand)), file);
    case ["upstream"]:
        return await FakeUpstream.RunAsync();
    default:
        Console.Error.WriteLine("usage: Errand.Benchmarks main-job PATH-OF-ERRAND [RESULTS.md] | verdict PATH-OF-ERRAND [RESULTS.md] | gateway PATH-OF-ERRAND PATH-OF-CCR [RESULTS.md]   (bench/run, bench/run-verdict and bench/run-gateway build errand and call this)");
        return 2;
}

static async Task<int> PublishAsync(string report, string[] file)
{
    Console.WriteLine(report);
    if (file.Length > 0)
        await File.WriteAllTextAsync(file[0], report);
    return 0;
}
