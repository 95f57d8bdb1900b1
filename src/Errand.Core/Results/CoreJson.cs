using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>How the domain's records are written: camelCase names, snake_case sets, nulls left out, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(JobSpec))]
[JsonSerializable(typeof(JobReceipt))]
[JsonSerializable(typeof(IReadOnlyList<JobReceipt>))]
public sealed partial class CoreJson : JsonSerializerContext;
