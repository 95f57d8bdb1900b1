using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Jobs;

/// <summary>Where accepted work goes.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<AcceptTarget>))]
public enum AcceptTarget
{
    /// <summary>Into the user's checkout, as uncommitted changes.</summary>
    Checkout,

    /// <summary>To a branch <c>errand/LABEL</c> or <c>errand/ID</c>; the checkout stays as it is.</summary>
    Branch,
}
