namespace Errand.Gateway.Translation.Requests;

/// <summary>Who speaks. <see cref="System"/> is also what Responses calls developer.</summary>
public enum TurnRole
{
    System,
    User,
    Assistant,
}
