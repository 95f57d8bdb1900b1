using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Errand.Core.Redaction;
using Errand.Core;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Recording;

/// <summary>Keeps the last requests of <c>--record</c> with their answers, a file each, without secrets: for bug reports.</summary>
internal sealed class Recorder
{
    private const int MostFiles = 500;

    private static readonly string[] Credentials = ["authorization", "proxy-authorization", "x-api-key", "api-key", "cookie"];

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    private readonly Lock gate = new();
    private readonly Queue<string> files;
    private readonly string directory;
    private readonly Redactor redactor;
    private readonly TimeProvider clock;
    private int number;

    /// <exception cref="ErrandException">ERR7013: the directory cannot be made.</exception>
    public Recorder(string directory, Redactor redactor, TimeProvider clock)
    {
        this.directory = directory;
        this.redactor = redactor;
        this.clock = clock;
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            files = new Queue<string>(Directory.EnumerateFiles(directory, "call-*.json").Order(StringComparer.Ordinal));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.GatewayFileUnusable, $"'{directory}' cannot hold recordings: {cause.Message.TrimEnd('.')}. Give a directory that you can write to.", cause);
        }
    }

    public CallRecording Start(string client, HttpRequest request, ReadOnlyMemory<byte> body) => new(
        clock.GetUtcNow(),
        client,
        $"{request.Method} {request.Path.Value}{request.QueryString.Value}",
        request.Headers.ToDictionary(
            header => header.Key,
            header => Credentials.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? Redactor.Mask : header.Value.ToString()),
        body);

    /// <summary>Writes the file. What cannot be written is left out: a recording must not end a call.</summary>
    public void Keep(CallRecording call)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Indented))
            Write(call, json);

        lock (gate)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"call-{call.At:yyyyMMdd-HHmmss}-{++number:D5}.json");
            try
            {
                string path = Path.Combine(directory, name);
                string temporary = $"{path}.tmp";
                using (var file = new FileStream(temporary, new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }))
                {
                    file.Write(text.WrittenSpan);
                }

                File.Move(temporary, path, overwrite: true);
                files.Enqueue(path);
                while (files.Count > MostFiles)
                    File.Delete(files.Dequeue());
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private void Write(CallRecording call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("at", call.At);
        json.WriteString("client", call.Client);
        json.WriteString("request", redactor.Redact(call.Path));
        json.WriteStartObject("headers");
        foreach ((string name, string value) in call.Headers)
            json.WriteString(name, redactor.Redact(value));
        json.WriteEndObject();
        WriteText(json, "body", call.Request);
        json.WriteStartArray("tries");
        foreach (TryRecording one in call.Tries)
        {
            json.WriteStartObject();
            json.WriteString("upstream", one.Upstream);
            json.WriteString("url", one.Url);
            WriteText(json, "body", one.Request);
            json.WriteNumber("status", one.Status);
            WriteText(json, "answer", one.Answer);
            if (one.Fault is not null)
                json.WriteString("fault", one.Fault);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("status", call.Status);
        WriteText(json, "answer", call.Answer);
        json.WriteEndObject();
    }

    /// <summary>JSON stays JSON, so that a person can read it.</summary>
    private void WriteText(Utf8JsonWriter json, string name, string text)
    {
        string clean = redactor.Redact(text);
        json.WritePropertyName(name);
        try
        {
            using JsonDocument document = JsonDocument.Parse(clean);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(clean);
        }
    }
}
