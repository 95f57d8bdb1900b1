using System.CommandLine;
using Errand.Doctor;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand doctor</c>: whether jobs can run here, and what to type where they cannot.</summary>
internal sealed class DoctorCommand : ErrandCommand
{
    private readonly Option<bool> quick = Words.Flag("--quick", "Look at the workers only, without giving each a small job.");
    private readonly Option<bool> keep = Words.Flag("--keep", "Leave the directories of those jobs there to be looked at.");
    private readonly Option<bool> network = Words.Flag("--network", "Also try each model of the gateway at its upstream, with two tiny requests; this costs a few tokens.");
    private readonly JsonOptions json = new();

    public DoctorCommand(CommandContext context) : base(
        context,
        "doctor",
        "Check that jobs can run here, offline and free: each worker program edits a file as a scripted model tells it.",
        "errand doctor",
        "errand doctor --quick --json",
        "errand doctor --quick --network")
    {
        Add(quick);
        Add(keep);
        Add(network);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        OutputFormat format = json.Read(line);
        var findings = new List<Finding>();
        var doctor = new DoctorRun(Context.Environment, Context.Clock);
        await foreach (Finding finding in doctor.ExamineAsync(line.GetValue(quick), line.GetValue(keep), line.GetValue(network), cancellationToken))
        {
            findings.Add(finding);
            if (format == OutputFormat.Text)
                Context.Terminal.Out.WriteLine(FindingLine.Of(finding));
        }

        bool isFine = findings.TrueForAll(finding => finding.Status != FindingStatus.Fail);
        if (format != OutputFormat.Text)
            JsonOutput.Write(Context.Terminal, new DoctorReport(isFine, findings), DoctorJson.Default.DoctorReport, format);
        return isFine ? ExitCode.Done : ExitCode.Failed;
    }
}
