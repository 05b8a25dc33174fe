namespace Artic.Models.Onnx;

/// <summary>
/// One input or output of a model, as its file declares it.
/// </summary>
/// <param name="Index">Its place among the inputs or outputs.</param>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ElementType">Of a tensor: one of <see cref="OnnxElement"/>.</param>
/// <param name="Dimensions">Sizes from the outermost; below zero where the file leaves them free.</param>
public sealed record OnnxSignature(int Index, string Name, OnnxKind Kind, int ElementType, long[] Dimensions)
{
    /// <summary>Float or double.</summary>
    public bool IsReal => Kind == OnnxKind.Tensor && ElementType is OnnxElement.Float or OnnxElement.Double;

    /// <summary>Such as "[?,12]".</summary>
    public string Shape => $"[{string.Join(',', Array.ConvertAll(Dimensions, size => size < 0 ? "?" : $"{size}"))}]";

    /// <summary>Values in the last dimension; below zero where it is free, 1 for a single number.</summary>
    public long Width => Dimensions.Length == 0 ? 1 : Dimensions[^1];

    /// <summary>True where it holds one row of so many values: every size but the last is 1 or free.</summary>
    public bool IsRow(int width)
    {
        for (int i = 0; i < Dimensions.Length - 1; i++)
        {
            if (Dimensions[i] is not 1 and >= 0)
            {
                return false;
            }
        }

        return Width == width || Width < 0;
    }

    /// <summary>Its sizes, a free one being 1 and a free last one <paramref name="width"/>.</summary>
    public long[] Fixed(int width)
    {
        long[] sizes = Array.ConvertAll(Dimensions, size => size < 0 ? 1 : size);
        if (sizes.Length > 0 && Dimensions[^1] < 0)
        {
            sizes[^1] = width;
        }

        return sizes;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == OnnxKind.Tensor
        ? $"'{Name}' {OnnxElement.NameOf(ElementType)} {Shape}"
        : $"'{Name}' {(Kind is OnnxKind.Sequence ? "sequence" : Kind is OnnxKind.Map ? "map" : Kind is OnnxKind.Optional ? "optional" : $"{Kind}")}";
}
