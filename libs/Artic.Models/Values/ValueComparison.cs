using Artic.Models.Onnx;

namespace Artic.Models.Values;

/// <summary>
/// Holds a value against the one that was expected, as ONNX's own tests do: numbers within a thousandth, or within a hundred-thousandth
/// of the tensor's largest, which is what float leaves of a sum; texts that are numbers as numbers; all else exactly. A bfloat16 may
/// be expected as the uint16 of its bits, which is how ONNX wrote it before version 1.13.
/// </summary>
public static class ValueComparison
{
    private const double Relative = 1e-3;
    private const double Absolute = 1e-7;
    private const double OfLargest = 1e-5;
    private const int BitsOf16 = 4;
    private const int Bfloat16 = 16;

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
        if (one.ElementType == Bfloat16 && other.ElementType == BitsOf16)
        {
            one = new TensorValue(BitsOf16, one.Dimensions, one.Data);
        }

        if (one.ElementType != other.ElementType || !one.Dimensions.AsSpan().SequenceEqual(other.Dimensions))
        {
            return $"is {Describe(one)}, expected is {Describe(other)}";
        }

        bool isText = one.ElementType == OnnxElement.Text;
        double largest = 0;
        for (int i = 0; !isText && i < other.Count; i++)
        {
            double size = Math.Abs(other.NumberAt(i));
            largest = double.IsFinite(size) ? Math.Max(largest, size) : largest;
        }

        for (int i = 0; i < one.Count; i++)
        {
            bool same = isText ? IsSame(one.Texts[i], other.Texts[i]) : IsNear(one.NumberAt(i), other.NumberAt(i), largest);
            if (!same)
            {
                return isText
                    ? $"has '{one.Texts[i]}' at {i}, expected is '{other.Texts[i]}'"
                    : $"has {one.NumberAt(i)} at {i}, expected is {other.NumberAt(i)}";
            }
        }

        return null;
    }

    private static bool IsSame(string one, string other) =>
        one == other || (double.TryParse(one, out double a) && double.TryParse(other, out double b) && IsNear(a, b, 0));

    private static bool IsNear(double one, double other, double largest) =>
        one.Equals(other) || Math.Abs(one - other) <= Absolute + Math.Max(Relative * Math.Abs(other), OfLargest * largest);

    private static string Describe(TensorValue tensor) =>
        $"{OnnxElement.NameOf(tensor.ElementType)} [{string.Join(',', tensor.Dimensions)}]";
}
