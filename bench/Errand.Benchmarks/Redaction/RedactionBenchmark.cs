using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Errand.Core.Redaction;
using Errand.Jobs.Parts;

namespace Errand.Benchmarks.Redaction;

/// <summary>How fast secrets are looked for with all rules, on one thread, in real source and in what workers print.</summary>
internal static class RedactionBenchmark
{
    private const int Runs = 7;
    private const int ChunkBytes = 64 << 10;
    private const long TextBytes = 50_000_000;

    private static readonly ArrayBufferWriter<byte> Output = new((int)TextBytes + (4 << 20));

    public static string Run()
    {
        var rows = new List<string>();
        byte[] source = Source();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        _ = new Redactor(Known()).Redact("first use");
        TimeSpan startup = Environment.CpuUsage.TotalTime - before;
        byte[] json = Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(source[..Math.Min(source.Length, 20_000_000)]).Split('\n')
            .Chunk(8).Select(lines => $"{{\"type\":\"user\",\"text\":{System.Text.Json.JsonSerializer.Serialize(string.Join('\n', lines))}}}")));
        rows.Add(Row("source and documents of this machine, whole", source, text => Whole(Redactor.BuiltIn, text), "over 200"));
        rows.Add(Row("the same as a stream in chunks of 64 KiB, with 20 known values", source, text => Stream(new Redactor(Known()), text), "over 200"));
        rows.Add(Row("the same as a worker's lines of JSON", json, text => Whole(Redactor.BuiltIn, text), "over 200"));
        rows.Add(Row("one keyword after the other (`token=token=…`), the worst that was thought of", Hostile("token=", 4_000_000), text => Whole(Redactor.BuiltIn, text), ""));
        rows.Add(Row("beginnings of tokens (`-eyJ-eyJ…`)", Hostile("-eyJ", 4_000_000), text => Whole(Redactor.BuiltIn, text), ""));
        rows.Add(Row("looking only, nothing written", source, text => SecretScanner.BuiltIn.Find(text), ""));
        rows.Add(Row("copying the source, no search", source, text => Fresh().Write(text), ""));

        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"# Redaction\n\n{DateTimeOffset.Now:yyyy-MM-dd}, {Environment.ProcessorCount} cores of which one is used, {Environment.OSVersion.VersionString}, .NET {Environment.Version}, ");
        report.Append(CultureInfo.InvariantCulture, $"{SecretRules.All.Count} rules. Made by `bench/run-redaction`.\n\n");
        report.Append("| what | MB | MB per second of CPU, median | slowest | target |\n| --- | --- | --- | --- | --- |\n");
        report.AppendJoin('\n', rows).Append('\n');
        report.Append(CultureInfo.InvariantCulture, $"\nFirst use in a process (reading the rules, building the index, compiling): {startup.TotalMilliseconds:0} ms of CPU.\n");
        report.Append(CultureInfo.InvariantCulture, $"\nA slice of 8 KiB at the end of a log of 52 MB, with its line number: {SliceMilliseconds():0.0} ms (median of 21; target: under 50).\n");
        return report.ToString();
    }

    private static string Row(string what, byte[] text, Action<byte[]> action, string target)
    {
        action(text);
        double[] speeds = [.. Enumerable.Range(0, Runs).Select(_ => Speed(text, action)).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"| {what} | {text.Length / 1e6:0.0} | {speeds[Runs / 2]:0} | {speeds[0]:0} | {target} |");
    }

    private static double Speed(byte[] text, Action<byte[]> action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action(text);
        return text.Length / 1e6 / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static void Whole(Redactor redactor, byte[] text) => redactor.Redact(text, Fresh());

    private static void Stream(Redactor redactor, byte[] text)
    {
        var stream = new StreamRedactor(redactor, Fresh());
        for (int at = 0; at < text.Length; at += ChunkBytes)
            stream.Write(text.AsSpan(at, Math.Min(ChunkBytes, text.Length - at)));
        stream.Flush();
    }

    /// <summary>The same memory each time: fresh memory costs more than everything else.</summary>
    private static ArrayBufferWriter<byte> Fresh()
    {
        Output.ResetWrittenCount();
        return Output;
    }

    /// <summary>What <c>show j7 log</c> does with an offset; the rest of a command is its start-up.</summary>
    private static double SliceMilliseconds()
    {
        const int bytes = 52_000_000;
        string path = Path.GetTempFileName();
        try
        {
            using (var file = new FileStream(path, FileMode.Open))
            {
                byte[] line = [.. Enumerable.Repeat((byte)'x', 79), (byte)'\n'];
                byte[] block = [.. Enumerable.Repeat(line, 1000).SelectMany(one => one)];
                for (int written = 0; written < bytes; written += block.Length)
                    file.Write(block);
            }

            double[] times = [.. Enumerable.Range(0, 21).Select(_ => SliceOnce(path)).Order()];
            return times[times.Length / 2];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double SliceOnce(string path)
    {
        long startedAt = Stopwatch.GetTimestamp();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        _ = PartSlices.Read(file, file.Length - 8192, 8192);
        return Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
    }

    private static IEnumerable<string> Known() => Enumerable.Range(0, 20).Select(number => $"known-{Convert.ToHexString(SHA256Of(number))}");

    private static byte[] SHA256Of(int number) => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number))[..12];

    private static byte[] Hostile(string piece, int bytes) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, bytes / piece.Length)));

    /// <summary>Text files of this repository and of its tools, again and again up to the size.</summary>
    private static byte[] Source()
    {
        string[] endings = [".cs", ".md", ".js", ".ts", ".json", ".mjs"];
        var text = new ArrayBufferWriter<byte>();
        string[] roots = ["src", "tests", "docs", ".tools"];
        string[] files = [.. roots.Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            .Where(path => endings.Contains(Path.GetExtension(path)) && new FileInfo(path).Length < 1 << 20)
            .Order(StringComparer.Ordinal)];
        while (text.WrittenCount < TextBytes)
        {
            foreach (string file in files)
            {
                text.Write(File.ReadAllBytes(file));
                if (text.WrittenCount >= TextBytes)
                    break;
            }
        }

        return text.WrittenSpan.ToArray();
    }
}
