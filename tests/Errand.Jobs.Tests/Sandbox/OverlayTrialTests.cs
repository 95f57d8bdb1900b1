using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>What is told to do where overlays are refused, from what programs really print.</summary>
public sealed class OverlayTrialTests
{
    [Theory]
    [InlineData("bwrap: Unknown option --overlay-src", "which begins with version 0.11")]
    [InlineData("bwrap: Can't make overlay mount on /newroot/errand-overlay with options upperdir=/x: Invalid argument", "set ERRAND_HOME to a directory on a volume")]
    [InlineData("errand: the overlays of the sandbox could not be mounted: mounting an overlay on /x failed.", "set ERRAND_HOME to a directory on a volume")]
    [InlineData("errand: the overlays of the sandbox could not be mounted: separating mounts failed.", "install bubblewrap 0.11 or later, which mounts overlays itself, or run `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`")]
    [InlineData("bwrap: setting up uid map: Permission denied", "run `apparmor_parser -r /etc/apparmor.d/bwrap`")]
    [InlineData("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "start it with `--security-opt systempaths=unconfined`")]
    public void The_remedy_is_that_of_what_failed(string error, string remedy) => Assert.EndsWith(remedy, OverlayTrial.Explain(error), StringComparison.Ordinal);
}
