namespace Artic.Models.Values;

/// <summary>A value that a model takes or gives, outside the hot path. Immutable.</summary>
public abstract class ModelValue
{
}
