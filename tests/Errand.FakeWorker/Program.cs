using Errand.FakeWorker;

if (args is [] or ["help"] or ["--help"])
{
    Console.Out.Write(Usage.Text);
    return 0;
}

try
{
    return await HostVerbs.RunAsync(args) ?? Script.Run(Script.Parse(args));
}
catch (UsageException problem)
{
    Console.Error.WriteLine($"errand-fake-worker: {problem.Message}");
    return 64;
}
