namespace Artic.Models.Values;

/// <summary>Values by their keys. Immutable.</summary>
/// <param name="keys">The keys, in their order.</param>
/// <param name="values">The value of each.</param>
public sealed class MapValue(TensorValue keys, TensorValue values) : ModelValue
{
    /// <summary>The keys.</summary>
    public TensorValue Keys { get; } = keys;

    /// <summary>The value of each.</summary>
    public TensorValue Values { get; } = values;
}
