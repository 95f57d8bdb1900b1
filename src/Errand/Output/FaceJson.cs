using System.Text.Json;
using System.Text.Json.Serialization;
using Errand.Jobs.Supervision;

namespace Errand.Output;

/// <summary>What the command line writes and reads beside the domain's own records.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(GarbageAnswer))]
[JsonSerializable(typeof(RecordedEvent))]
[JsonSerializable(typeof(StatsAnswer))]
internal sealed partial class FaceJson : JsonSerializerContext;
