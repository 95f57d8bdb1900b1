using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Doctor;

/// <summary>The form of <see cref="DoctorReport"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
