using Errand.Benchmarks.MainJob;

if (args is not ["main-job", var errand, ..])
{
    Console.Error.WriteLine("usage: Errand.Benchmarks main-job PATH-OF-ERRAND [RESULTS.md]   (bench/run builds errand and calls this)");
    return 2;
}

string report = await MainJobBenchmark.RunAsync(Path.GetFullPath(errand));
Console.WriteLine(report);
if (args.Length > 2)
    await File.WriteAllTextAsync(args[2], report);
return 0;
