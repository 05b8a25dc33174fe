namespace Artic.Models.Values;

/// <summary>Values one after the other. Immutable.</summary>
/// <param name="items">The values.</param>
public sealed class SequenceValue(ModelValue[] items) : ModelValue
{
    /// <summary>The values.</summary>
    public IReadOnlyList<ModelValue> Items { get; } = items;
}
