using System.Globalization;
using Errand.Benchmarks.Gateways;
using Errand.Benchmarks.MainJob;
using Errand.Benchmarks.Redaction;
using Errand.Benchmarks.Verdicts;
using Errand.Benchmarks.Workspaces;

switch (args)
{
    case ["main-job", var errand, .. var file]:
        return await PublishAsync(await MainJobBenchmark.RunAsync(Path.GetFullPath(errand)), file);
    case ["gateway", var errand, var router, .. var file]:
        return await PublishAsync(GatewayBenchmark.Run(Path.GetFullPath(errand), Path.GetFullPath(router)), file);
    case ["gateway-load", var errand, var router, var scenario, var seconds]:
        GatewayBenchmark.RunOne(Path.GetFullPath(errand), Path.GetFullPath(router), scenario, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    case ["gateway-history", var errand]:
        return await PublishAsync(GatewayBenchmark.RunHistory(Path.GetFullPath(errand)), []);
    case ["redaction", .. var file]:
        return await PublishAsync(RedactionBenchmark.Run(), file);
    case ["verdict", var errand, .. var file]:
        return await PublishAsync(VerdictBenchmark.Run(Path.GetFullPath(errand)), file);
    case ["workspaces", var errand, var directory, var most, .. var file]:
        return await PublishAsync(await WorkspaceBenchmark.RunAsync(Path.GetFullPath(errand), Path.GetFullPath(directory), int.Parse(most, CultureInfo.InvariantCulture)), file);
    case ["upstream"]:
        FakeUpstream.Run();
        return 0;
    default:
        Console.Error.WriteLine("usage: Errand.Benchmarks main-job PATH-OF-ERRAND [RESULTS.md] | gateway PATH-OF-ERRAND PATH-OF-CCR [RESULTS.md] | gateway-load PATH-OF-ERRAND PATH-OF-CCR PART-OF-A-LOAD-NAME SECONDS | gateway-history PATH-OF-ERRAND | verdict PATH-OF-ERRAND [RESULTS.md] | redaction [RESULTS.md] | workspaces PATH-OF-ERRAND DIRECTORY MOST-FILES [RESULTS.md]   (bench/run, bench/run-verdict, bench/run-gateway, bench/run-redaction and bench/run-workspaces build errand and call this)");
        return 2;
}

static async Task<int> PublishAsync(string report, string[] file)
{
    Console.WriteLine(report);
    if (file.Length > 0)
        await File.WriteAllTextAsync(file[0], report);
    return 0;
}
