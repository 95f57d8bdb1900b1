using Errand;
using Errand.Core;
using Errand.Mcp;

ErrandEnvironment environment = SystemEnvironment.Read();

// Neither waits for a command line to be put together: the one is started once per job and never typed, the other's host waits for it.
if (args is [SuperviseEntry.Verb, var id] && JobId.TryParse(id, out JobId job))
    return await SuperviseEntry.RunAsync(job, environment, TimeProvider.System);
if (args is [McpProgram.Verb])
    return await McpProgram.RunAsync(environment, () => new Composition(environment, TimeProvider.System).CreateJobService(), TimeProvider.System);

return (int)await CommandLine.RunAsync(args, environment, TimeProvider.System);
