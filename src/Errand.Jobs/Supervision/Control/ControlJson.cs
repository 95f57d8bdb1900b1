using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Jobs.Supervision;

/// <summary>The lines of <c>ctl.sock</c> and of <c>events.jsonl</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(RecordedEvent))]
internal sealed partial class ControlJson : JsonSerializerContext;
