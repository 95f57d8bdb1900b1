using Errand;
using Errand.Core;

ErrandEnvironment environment = SystemEnvironment.Read();

// Neither waits for a command line to be put together: the one is started once per job and never typed, the other's host goes on without it.
if (args is [SuperviseEntry.Verb, var id] && JobId.TryParse(id, out JobId job))
    return await SuperviseEntry.RunAsync(job, environment, TimeProvider.System);
if (args is [SuperviseEntry.Verb, SuperviseEntry.Standby])
    return await SuperviseEntry.WaitAsync(environment, TimeProvider.System);
if (args is [McpEntry.Verb])
    return await McpEntry.RunAsync(environment, TimeProvider.System);

return (int)await CommandLine.RunAsync(args, environment, TimeProvider.System);
