using Errand;
using Errand.Core;

ErrandEnvironment environment = SystemEnvironment.Read();

// Started once per job and never typed: it does not wait for a command line to be put together.
if (args is [SuperviseEntry.Verb, var id] && JobId.TryParse(id, out JobId job))
    return await SuperviseEntry.RunAsync(job, environment, TimeProvider.System);

return (int)await CommandLine.RunAsync(args, environment, TimeProvider.System);
