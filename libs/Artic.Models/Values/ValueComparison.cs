using Artic.Models.Onnx;

namespace Artic.Models.Values;

/// <summary>
/// Holds a value against the one that was expected, as ONNX's own tests do: numbers within 1e-3 of the larger part and 1e-7 beside,
/// all else exactly.
/// </summary>
public static class ValueComparison
{
    private const double Relative = 1e-3;
    private const double Absolute = 1e-7;

    /// <summary>What differs, or null.</summary>
    public static string? Difference(ModelValue value, ModelValue expected) => (value, expected) switch
    {
        (TensorValue one, TensorValue other) => OfTensors(one, other),
        (SequenceValue one, SequenceValue other) => OfSequences(one, other),
        (MapValue one, MapValue other) => OfTensors(one.Keys, other.Keys) ?? OfTensors(one.Values, other.Values),
        (AbsentValue, AbsentValue) => null,
        _ => $"is a {value.GetType().Name}, expected is a {expected.GetType().Name}",
    };

    private static string? OfSequences(SequenceValue one, SequenceValue other)
    {
        if (one.Items.Count != other.Items.Count)
        {
            return $"has {one.Items.Count} values, expected are {other.Items.Count}";
        }

        for (int i = 0; i < one.Items.Count; i++)
        {
            if (Difference(one.Items[i], other.Items[i]) is { } difference)
            {
                return $"[{i}] {difference}";
            }
        }

        return null;
    }

    private static string? OfTensors(TensorValue one, TensorValue other)
    {
        if (one.ElementType != other.ElementType || !one.Dimensions.AsSpan().SequenceEqual(other.Dimensions))
        {
            return $"is {Describe(one)}, expected is {Describe(other)}";
        }

        for (int i = 0; i < one.Count; i++)
        {
            bool same = one.ElementType == OnnxElement.Text ? one.Texts[i] == other.Texts[i] : IsNear(one.NumberAt(i), other.NumberAt(i));
            if (!same)
            {
                return one.ElementType == OnnxElement.Text
                    ? $"has '{one.Texts[i]}' at {i}, expected is '{other.Texts[i]}'"
                    : $"has {one.NumberAt(i)} at {i}, expected is {other.NumberAt(i)}";
            }
        }

        return null;
    }

    private static bool IsNear(double one, double other) =>
        one.Equals(other) || Math.Abs(one - other) <= Absolute + (Relative * Math.Abs(other));

    private static string Describe(TensorValue tensor) =>
        $"{OnnxElement.NameOf(tensor.ElementType)} [{string.Join(',', tensor.Dimensions)}]";
}
