using System.Buffers;
using System.Text.Json;
using Errand.Gateway.Messages;
using Errand.Gateway.Responses;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>Copies an answer in one body of the client's own protocol, but for the model's name.</summary>
internal sealed class PassThroughBody(ClientDialect dialect, AnswerContext context) : IAnswerTranslator
{
    private readonly JsonSplice body = new();
    private AnswerUsage usage = new(context.RequestTokens);

    public bool HasStarted { get; private set; }

    public bool HasEnded { get; private set; }

    public GatewayFault? Fault { get; private set; }

    public TokenUsage Usage => usage.Current;

    public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;
        body.Raw(upstream);
        if (body.Length > SseReader.MaxEventBytes)
            Break(UpstreamFault.Of(UpstreamFault.TooLong));
    }

    public void End(bool isTorn, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;
        try
        {
            Copy(client);
        }
        catch (JsonException)
        {
            Break(isTorn || JsonScan.IsCut(body.Written) ? UpstreamFault.Torn : UpstreamFault.Of(UpstreamFault.NotUnderstood));
        }
    }

    public void Fail(GatewayFault fault, IBufferWriter<byte> client) => Break(fault);

    private void Copy(IBufferWriter<byte> client)
    {
        bool isAnswer = false, hasFailed = false;
        int start = 0, end = 0;
        UpstreamError? error = null;
        var tokens = default(UpstreamUsage);
        var cursor = new JsonCursor(body.Written);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("model"u8) && cursor.IsString)
            {
                start = cursor.Start;
                end = cursor.Position;
            }
            else if (cursor.NameIs("content"u8) || cursor.NameIs("output"u8))
            {
                isAnswer = cursor.IsArray;
                usage.Seen(cursor.Raw().Length, BlockKind.Text);
            }
            else if (cursor.NameIs("status"u8))
                hasFailed = cursor.TextIs("failed"u8);
            else if (cursor.NameIs("error"u8))
                error = cursor.Error();
            else if (cursor.NameIs("usage"u8) && cursor.IsObject)
            {
                if (dialect == ClientDialect.Messages)
                    tokens.Read(ref cursor);
                usage.Report(dialect == ClientDialect.Messages ? tokens.Tokens : ResponsesUsage.Read(ref cursor) ?? default);
            }
        }

        cursor.Finish();
        if (error is not null || hasFailed)
            Break(UpstreamFault.Of(error ?? new UpstreamError(0, "server_error", "")));
        else if (!isAnswer)
            Break(UpstreamFault.Of(UpstreamFault.NotUnderstood));
        else
            Write(start, end, client);
    }

    private void Write(int start, int end, IBufferWriter<byte> client)
    {
        HasStarted = HasEnded = true;
        if (end == 0)
        {
            body.MoveTo(client);
            return;
        }

        client.Write(body.Written[..start]);
        var model = new JsonSplice();
        model.Quoted(context.Model);
        model.MoveTo(client);
        client.Write(body.Written[end..]);
        body.Clear();
    }

    private void Break(GatewayFault fault)
    {
        if (HasEnded)
            return;
        HasEnded = true;
        Fault = fault;
        body.Clear();
    }
}
