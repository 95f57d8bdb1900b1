using Errand.Core;
using Errand.Terminals;
using Errand.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using Cell = Spectre.Console.Text;

namespace Errand.Progress;

/// <summary>A line for each job that is drawn again and again on a terminal, and gone at the end: what stays is the receipt.</summary>
internal sealed class LiveProgress(Terminal terminal, TimeProvider clock) : IWaitProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly Spinner Spinner = Spinner.Known.Dots;

    private readonly long startedAt = clock.GetTimestamp();

    public Task<IReadOnlyList<JobReceipt>> ShowAsync(Func<Action<IReadOnlyList<JobReceipt>>, Task<IReadOnlyList<JobReceipt>>> wait)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.UseColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(terminal.Error),
        });
        return console.Live(new Cell("")).AutoClear(true).StartAsync(screen =>
        {
            long? drawnAt = null;
            return wait(receipts =>
            {
                if (drawnAt is { } before && clock.GetElapsedTime(before) < Interval)
                    return;

                drawnAt = clock.GetTimestamp();
                screen.UpdateTarget(Draw(receipts));
            });
        });
    }

    private Grid Draw(IReadOnlyList<JobReceipt> receipts)
    {
        TimeSpan elapsed = clock.GetElapsedTime(startedAt);
        string frame = Spinner.Frames[(int)(elapsed / Spinner.Interval) % Spinner.Frames.Count];
        var grid = new Grid();
        for (int column = 0; column < 6; column++)
            grid.AddColumn(new GridColumn().NoWrap());

        foreach (JobReceipt receipt in receipts)
        {
            bool isLive = JobTransitions.IsLive(receipt.State);
            var style = new Style(receipt.State switch
            {
                JobState.Blocked or JobState.Cancelled => Color.Red,
                JobState.Waiting => Color.Yellow,
                JobState.Review or JobState.Accepted => Color.Green,
                _ => Color.Blue,
            });
            IRenderable[] cells =
            [
                new Cell(isLive ? frame : "•", style),
                new Cell(receipt.Id.ToString()),
                new Cell(HeadLine.StateOf(receipt), style),
                new Cell(Amounts.Time(elapsed.TotalSeconds)),
                new Cell(RunningLine.LifeOf(receipt) ?? ""),
                new Cell($"{receipt.Tier} {receipt.Worker}"),
            ];
            grid.AddRow(cells);
        }

        return grid;
    }
}
