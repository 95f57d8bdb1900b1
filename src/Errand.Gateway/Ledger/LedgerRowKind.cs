using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>What a line of the ledger is about.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<LedgerRowKind>))]
public enum LedgerRowKind
{
    Call,
    Attempt,
}
