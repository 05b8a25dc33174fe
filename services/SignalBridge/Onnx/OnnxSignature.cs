namespace Artic.SignalBridge.Onnx;

/// <summary>
/// One input or output of a model, as its file declares it.
/// </summary>
/// <param name="Index">Its place among the inputs or outputs.</param>
/// <param name="Name">Its name in the graph.</param>
/// <param name="IsTensor">False for sequences and maps, such as scikit-learn's ZipMap.</param>
/// <param name="ElementType">ONNX's number of the element type; 1 is float.</param>
/// <param name="Dimensions">Sizes from the outermost; below zero where the file leaves them free.</param>
internal sealed record OnnxSignature(int Index, string Name, bool IsTensor, int ElementType, long[] Dimensions)
{
    public const int Float = 1;

    // Source: enum ONNXTensorElementDataType in onnxruntime_c_api.h.
    private static readonly string[] ElementTypes =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16",
        "double", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ];

    public bool IsFloatTensor => IsTensor && ElementType == Float;

    /// <summary>Such as "[?,12]".</summary>
    public string Shape => $"[{string.Join(',', Array.ConvertAll(Dimensions, size => size < 0 ? "?" : size.ToString()))}]";

    /// <summary>True where a tensor [1,<paramref name="width"/>] fits; a free size fits any.</summary>
    public bool Takes(int width) =>
        Dimensions.Length == 2 && Dimensions[0] is 1 or < 0 && (Dimensions[1] == width || Dimensions[1] < 0);

    public override string ToString()
    {
        string type = (uint)ElementType < (uint)ElementTypes.Length ? ElementTypes[ElementType] : $"type {ElementType}";
        return IsTensor ? $"'{Name}' {type} {Shape}" : $"'{Name}' no tensor";
    }
}
