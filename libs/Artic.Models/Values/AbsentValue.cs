namespace Artic.Models.Values;

/// <summary>An optional value that is not there.</summary>
public sealed class AbsentValue : ModelValue
{
}
