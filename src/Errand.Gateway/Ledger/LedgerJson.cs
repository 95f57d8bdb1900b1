using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Gateway.Ledger;

/// <summary>The ledger's rows and the small files beside them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerRow))]
[JsonSerializable(typeof(CounterRecord))]
[JsonSerializable(typeof(UsageFileContent))]
internal sealed partial class LedgerJson : JsonSerializerContext;
