using System.Text.Json;
using System.Text.Json.Serialization;
using Errand.Jobs.Verification;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Store;

/// <summary>The journal's lines and the other files that only Errand itself reads; unknown members are refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(ObservedCheck))]
[JsonSerializable(typeof(ProbeRecord))]
[JsonSerializable(typeof(ProcessIdentity))]
[JsonSerializable(typeof(StoredReceipt))]
internal sealed partial class JournalJson : JsonSerializerContext;
